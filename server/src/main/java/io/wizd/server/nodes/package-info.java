/** The database nodes of a running server: which are there, and the sync between them. */
@NullMarked
package io.wizd.server.nodes;

import org.jspecify.annotations.NullMarked;
