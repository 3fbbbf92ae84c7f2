/** Any bytes to the decoders of this package. */
@NullMarked
package io.wizd.protocol;

import org.jspecify.annotations.NullMarked;
