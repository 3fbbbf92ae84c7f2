/** Makes wizd's databases on a server that somebody else runs. */
@NullMarked
package io.wizd.db.install;

import org.jspecify.annotations.NullMarked;
