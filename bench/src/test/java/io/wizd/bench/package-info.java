/** Tests of the tool; none looks at the time. */
@NullMarked
package io.wizd.bench;

import org.jspecify.annotations.NullMarked;
