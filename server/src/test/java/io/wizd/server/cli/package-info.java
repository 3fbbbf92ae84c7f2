@NullMarked
package io.wizd.server.cli;

import org.jspecify.annotations.NullMarked;
