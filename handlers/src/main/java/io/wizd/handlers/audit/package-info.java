/** The history of what was changed, by whom and from where. */
@NullMarked
package io.wizd.handlers.audit;

import org.jspecify.annotations.NullMarked;
