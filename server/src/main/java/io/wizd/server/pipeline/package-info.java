/** From the first byte of a connection to a message, and from a reply to bytes. */
@NullMarked
package io.wizd.server.pipeline;

import org.jspecify.annotations.NullMarked;
