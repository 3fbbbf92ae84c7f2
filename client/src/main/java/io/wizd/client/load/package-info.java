/** The load generator: begin at {@link io.wizd.client.load.LoadGenerator}. */
@NullMarked
package io.wizd.client.load;

import org.jspecify.annotations.NullMarked;
