/** The DAO: stored procedures called with JSON in batches, and the migrations that install them. */
@NullMarked
package io.wizd.db;

import org.jspecify.annotations.NullMarked;
