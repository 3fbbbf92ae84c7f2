/** What the client must know of the server, where both are at hand. */
@NullMarked
package io.wizd.client;

import org.jspecify.annotations.NullMarked;
