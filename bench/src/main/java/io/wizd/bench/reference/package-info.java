/** What wizd is measured against: programs that do the same work with as little as it takes. */
@NullMarked
package io.wizd.bench.reference;

import org.jspecify.annotations.NullMarked;
