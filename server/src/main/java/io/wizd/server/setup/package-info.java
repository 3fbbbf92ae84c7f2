/** What comes before the first connection: the admin account and the sample data of a new installation, and why a server does not start. */
@NullMarked
package io.wizd.server.setup;

import org.jspecify.annotations.NullMarked;
