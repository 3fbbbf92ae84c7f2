/** Classes of the package of the same name, by themselves. */
@NullMarked
package io.wizd.server.connection;

import org.jspecify.annotations.NullMarked;
