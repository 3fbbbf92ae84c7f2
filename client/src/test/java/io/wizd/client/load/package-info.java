@NullMarked
package io.wizd.client.load;

import org.jspecify.annotations.NullMarked;
