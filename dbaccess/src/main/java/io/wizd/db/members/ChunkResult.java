package io.wizd.db.members;

import java.util.BitSet;

/**
 * What became of the rows of a block.
 *
 * @param repeated rows whose key a row before had, as far as that row made the member
 * @param firstId of the ids that were taken for it
 * @param ids how many
 * @param known the places of the rows that were rejected because their member was there
 * @param again the places of the rows that were rejected because a row before has their key
 */
public record ChunkResult(
        int inserted, int updated, int skipped, int repeated, long firstId, int ids, BitSet known, BitSet again) {

    /** The rows that were rejected. */
    public int rejected() {
        return known.cardinality() + again.cardinality();
    }
}
