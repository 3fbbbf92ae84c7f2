/** HTTP/1.1, section by section, against a running server. */
@NullMarked
package io.wizd.server.http;

import org.jspecify.annotations.NullMarked;
