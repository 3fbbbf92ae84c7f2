/**
 * How rows come out of a text, for whoever imports them: {@code bin/load} into tables, jobs into members. What a row means, and what
 * becomes of one that is wrong, the importer says.
 */
@NullMarked
package io.wizd.db.input;

import org.jspecify.annotations.NullMarked;
