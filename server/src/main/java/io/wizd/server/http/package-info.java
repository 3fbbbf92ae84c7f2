/** The HTTP/1.1 face of a connection: requests in, replies out in their order. */
@NullMarked
package io.wizd.server.http;

import org.jspecify.annotations.NullMarked;
