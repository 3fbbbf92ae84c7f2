/**
 * {@code bin/load}: rows of a JSON or CSV file into any table of any database, checked against the catalogue before the
 * first one is written. Begin reading at {@link io.wizd.db.load.TableLoadCommand}, then {@link io.wizd.db.load.LoadRun}.
 */
@NullMarked
package io.wizd.db.load;

import org.jspecify.annotations.NullMarked;
