package io.wizd.db.load;

import io.wizd.db.input.OnDuplicate;

/**
 * How many rows had which end.
 *
 * @param inserted new in the table; with {@link OnDuplicate#UPDATE} also those that were there with equal values
 * @param skipped left out because their key was there
 * @param updated rows that were there and have changed
 * @param bad left out because the table cannot take them
 */
record Counts(long inserted, long skipped, long updated, long bad) {

    static final Counts NONE = new Counts(0, 0, 0, 0);

    Counts plus(Counts other) {
        return new Counts(inserted + other.inserted, skipped + other.skipped, updated + other.updated, bad + other.bad);
    }
}
