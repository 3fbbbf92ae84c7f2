/** The pages of the server itself, which are not messages. */
@NullMarked
package io.wizd.server.http.page;

import org.jspecify.annotations.NullMarked;
