/** Any bytes to the decoders of this package. */
@NullMarked
package io.wizd.handlers.members.batch;

import org.jspecify.annotations.NullMarked;
