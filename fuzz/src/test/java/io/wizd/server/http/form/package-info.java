/** Any bytes to the decoders of this package. */
@NullMarked
package io.wizd.server.http.form;

import org.jspecify.annotations.NullMarked;
