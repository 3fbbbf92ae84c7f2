/** A real server for tests, on real databases, and a client that sends exactly the bytes it is told to. */
@NullMarked
package io.wizd.server.testing;

import org.jspecify.annotations.NullMarked;
