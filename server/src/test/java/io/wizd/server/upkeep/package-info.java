/** What a server does by itself, on real databases. */
@NullMarked
package io.wizd.server.upkeep;

import org.jspecify.annotations.NullMarked;
