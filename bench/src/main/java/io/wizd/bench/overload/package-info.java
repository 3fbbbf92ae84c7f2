/** {@code bin/bench overload}: ordinary clients while others attack. Begin at {@link io.wizd.bench.overload.Overload}. */
@NullMarked
package io.wizd.bench.overload;

import org.jspecify.annotations.NullMarked;
