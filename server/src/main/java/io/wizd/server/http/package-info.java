/** The HTTP/1.1 face of the handler table. */
@NullMarked
package io.wizd.server.http;

import org.jspecify.annotations.NullMarked;
