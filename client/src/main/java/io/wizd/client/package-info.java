/** The client library: begin at {@link io.wizd.client.Client}. */
@NullMarked
package io.wizd.client;

import org.jspecify.annotations.NullMarked;
