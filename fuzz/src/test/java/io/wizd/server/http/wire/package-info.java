/** Any bytes to the decoders of this package. */
@NullMarked
package io.wizd.server.http.wire;

import org.jspecify.annotations.NullMarked;
