/** What the tests of all decoders share. */
@NullMarked
package io.wizd.fuzz;

import org.jspecify.annotations.NullMarked;
