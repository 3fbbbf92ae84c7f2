/** Any bytes to the decoders of this package. */
@NullMarked
package io.wizd.handlers;

import org.jspecify.annotations.NullMarked;
