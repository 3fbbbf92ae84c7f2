/** {@code bin/bench}: begin at {@link io.wizd.bench.Bench}. */
@NullMarked
package io.wizd.bench;

import org.jspecify.annotations.NullMarked;
