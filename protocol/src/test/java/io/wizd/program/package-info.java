/** What the programs of {@code bin/} have in common towards whoever runs them. */
@NullMarked
package io.wizd.program;

import org.jspecify.annotations.NullMarked;
