/** Tests of {@code bin/bench overload}. */
@NullMarked
package io.wizd.bench.overload;

import org.jspecify.annotations.NullMarked;
