/** One class a case; {@link io.wizd.bench.cases.BenchCases} lists them. */
@NullMarked
package io.wizd.bench.cases;

import org.jspecify.annotations.NullMarked;
