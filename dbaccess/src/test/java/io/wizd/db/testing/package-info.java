/** Real databases for tests, of this module and of those above: one server of a kind a JVM, a fresh database a test. */
@NullMarked
package io.wizd.db.testing;

import org.jspecify.annotations.NullMarked;
