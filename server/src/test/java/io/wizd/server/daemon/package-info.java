@NullMarked
package io.wizd.server.daemon;

import org.jspecify.annotations.NullMarked;
