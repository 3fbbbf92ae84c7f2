/** The sockets beneath the client and the load generator: epoll where there is epoll. */
@NullMarked
package io.wizd.client.transport;

import org.jspecify.annotations.NullMarked;
