/** The bytes of requests and responses, as RFC 9110 and 9112 have them; nothing of wizd. */
@NullMarked
package io.wizd.server.http.wire;

import org.jspecify.annotations.NullMarked;
