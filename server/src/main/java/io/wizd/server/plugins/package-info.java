/** Handlers that come as jars. */
@NullMarked
package io.wizd.server.plugins;

import org.jspecify.annotations.NullMarked;
