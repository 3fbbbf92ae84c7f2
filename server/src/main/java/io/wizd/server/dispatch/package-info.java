/** The checks before every handler, and the one place that turns an error into a reply. */
@NullMarked
package io.wizd.server.dispatch;

import org.jspecify.annotations.NullMarked;
