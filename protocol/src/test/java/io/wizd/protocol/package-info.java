@NullMarked
package io.wizd.protocol;

import org.jspecify.annotations.NullMarked;
