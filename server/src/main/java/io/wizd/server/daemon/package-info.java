/** One server on one data directory: who holds it, how it is started in the background, found again and stopped. */
@NullMarked
package io.wizd.server.daemon;

import org.jspecify.annotations.NullMarked;
