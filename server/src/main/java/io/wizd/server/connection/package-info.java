/** What every connection has, whichever face it shows: how much is in flight, who is slow, how a long reply goes out. */
@NullMarked
package io.wizd.server.connection;

import org.jspecify.annotations.NullMarked;
