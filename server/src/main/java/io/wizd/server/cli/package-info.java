/** {@code bin/wizd}: one class a command. */
@NullMarked
package io.wizd.server.cli;

import org.jspecify.annotations.NullMarked;
