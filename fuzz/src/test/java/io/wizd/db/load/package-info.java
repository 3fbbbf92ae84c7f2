/** Any bytes to the decoders of this package. */
@NullMarked
package io.wizd.db.load;

import org.jspecify.annotations.NullMarked;
