/** The command {@code wiz}: begin at {@link io.wizd.client.cli.Wiz}. */
@NullMarked
package io.wizd.client.cli;

import org.jspecify.annotations.NullMarked;
