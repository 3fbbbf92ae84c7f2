/** Which hosts this server answers for, and what pages of other sites may do. */
@NullMarked
package io.wizd.server.http.site;

import org.jspecify.annotations.NullMarked;
