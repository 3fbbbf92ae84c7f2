@NullMarked
package io.wizd.client.cases;

import org.jspecify.annotations.NullMarked;
