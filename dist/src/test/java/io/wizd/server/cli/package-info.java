/** The way of tests to a command of {@code bin/wizd} without its process. */
@NullMarked
package io.wizd.server.cli;

import org.jspecify.annotations.NullMarked;
