/** What a server does by itself, on real databases. */
@NullMarked
package io.wizd.server.nodes;

import org.jspecify.annotations.NullMarked;
