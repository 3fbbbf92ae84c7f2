/** What operators and developers ask a server. */
@NullMarked
package io.wizd.handlers.ops;

import org.jspecify.annotations.NullMarked;
