/** Requests that are sent again. */
@NullMarked
package io.wizd.handlers.requests;

import org.jspecify.annotations.NullMarked;
