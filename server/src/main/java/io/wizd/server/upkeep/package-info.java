/** What a server does by itself: it looks after its nodes, and runs sync. */
@NullMarked
package io.wizd.server.upkeep;

import org.jspecify.annotations.NullMarked;
