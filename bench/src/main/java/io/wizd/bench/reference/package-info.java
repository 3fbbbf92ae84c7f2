/**
 * What wizd is measured against: programs that do the same work with as little as it takes. And wizd's sync, which is
 * driven like them.
 */
@NullMarked
package io.wizd.bench.reference;

import org.jspecify.annotations.NullMarked;
