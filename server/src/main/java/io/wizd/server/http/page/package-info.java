/** The pages of the server itself, which are no messages. */
@NullMarked
package io.wizd.server.http.page;

import org.jspecify.annotations.NullMarked;
