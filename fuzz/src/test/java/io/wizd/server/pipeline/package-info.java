/** Any bytes to what looks at the beginning of a connection. */
@NullMarked
package io.wizd.server.pipeline;

import org.jspecify.annotations.NullMarked;
