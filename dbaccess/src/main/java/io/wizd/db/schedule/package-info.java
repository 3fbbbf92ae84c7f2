/** What is done again and again, by one server of all. */
@NullMarked
package io.wizd.db.schedule;

import org.jspecify.annotations.NullMarked;
