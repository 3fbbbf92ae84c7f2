/** Work that one server of all does. */
@NullMarked
package io.wizd.db.schedule;

import org.jspecify.annotations.NullMarked;
