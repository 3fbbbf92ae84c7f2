/** From a path and a verb to a message, and from its reply to a response. */
@NullMarked
package io.wizd.server.http.route;

import org.jspecify.annotations.NullMarked;
