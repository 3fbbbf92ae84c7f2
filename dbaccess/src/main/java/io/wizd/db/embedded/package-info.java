/** A MariaDB server of our own, started and ended with this JVM. */
@NullMarked
package io.wizd.db.embedded;

import org.jspecify.annotations.NullMarked;
