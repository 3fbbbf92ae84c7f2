package io.wizd.db.members;

import io.wizd.db.input.OnDuplicate;
import java.util.BitSet;

/** Counts what becomes of the rows of a block, beside what the block knows of itself. For one thread. */
final class ChunkTally {
    private final RowBlock block;
    private final OnDuplicate onDuplicate;

    private int inserted;
    private int updated;
    private int skipped;
    private int repeated;
    private final BitSet known = new BitSet();
    private final BitSet again = new BitSet();

    ChunkTally(RowBlock block, OnDuplicate onDuplicate) {
        this.block = block;
        this.onDuplicate = onDuplicate;
    }

    /** So many members are new. */
    void inserted(int rows) {
        inserted += rows;
    }

    /**
     * The member of this row is there.
     *
     * @param isOfThisJob whether a row before made it
     * @param differs whether the row would change it
     */
    void known(int row, boolean isOfThisJob, boolean differs) {
        repeated += isOfThisJob ? 1 : 0;
        switch (onDuplicate) {
            case UPDATE -> {
                updated += differs ? 1 : 0;
                skipped += differs ? 0 : 1;
            }
            case SKIP -> skipped++;
            case ERROR -> (isOfThisJob ? again : known).set(block.place(row));
        }
    }

    /**
     * All of it; once.
     *
     * @param firstId of the ids that were taken for the block
     * @param ids how many
     */
    ChunkResult result(long firstId, int ids) {
        again.or(block.again());
        return new ChunkResult(
                inserted,
                updated + block.updated(),
                skipped + block.skipped(),
                repeated + block.repeated(),
                firstId,
                ids,
                known,
                again);
    }
}
