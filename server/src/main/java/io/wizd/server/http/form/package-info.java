/** The forms that a reply can be sent in, and which of them a client wants. */
@NullMarked
package io.wizd.server.http.form;

import org.jspecify.annotations.NullMarked;
