/** Bodies that come in: in memory, or in a file; what is read from them. */
@NullMarked
package io.wizd.server.http.body;

import org.jspecify.annotations.NullMarked;
