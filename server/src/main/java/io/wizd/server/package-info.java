/** The daemon: what starts, in which order, and how it ends. */
@NullMarked
package io.wizd.server;

import org.jspecify.annotations.NullMarked;
