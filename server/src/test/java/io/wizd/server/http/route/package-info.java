/** Classes of the package of the same name, by themselves. */
@NullMarked
package io.wizd.server.http.route;

import org.jspecify.annotations.NullMarked;
