/** The description of the API. */
@NullMarked
package io.wizd.server.http.openapi;

import org.jspecify.annotations.NullMarked;
