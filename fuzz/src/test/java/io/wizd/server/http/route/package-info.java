/** Any bytes to the decoders of this package. */
@NullMarked
package io.wizd.server.http.route;

import org.jspecify.annotations.NullMarked;
