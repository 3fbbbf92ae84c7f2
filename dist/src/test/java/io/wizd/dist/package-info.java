/** The unpacked distribution, used as a person uses it. */
@NullMarked
package io.wizd.dist;

import org.jspecify.annotations.NullMarked;
