/** What the references promise. */
@NullMarked
package io.wizd.bench.reference;

import org.jspecify.annotations.NullMarked;
