@NullMarked
package io.wizd.client;

import org.jspecify.annotations.NullMarked;
