package io.wizd.db.members;

import io.wizd.db.input.OnDuplicate;
import java.io.InputStream;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;

/**
 * Brings one block into {@code member}, within the transaction of its session; the caller commits.
 *
 * <p>Where most rows are new they go straight into the table. LOAD DATA leaves out those whose key is there; they are the
 * ones whose ids are missing thereafter, and only they are compared with what is there. Where most rows are known, all are
 * compared first, and those that are new go in thereafter. Each statement must count what the one before said: where
 * another transaction came between, the chunk is tried again.
 */
final class ChunkLoad {
    private final LoadSession session;
    private final long job;
    private final RowBlock block;
    private final long firstId;
    private final OnDuplicate onDuplicate;
    private final IdRuns idsOfJob;

    private final ChunkTally tally;
    private final ChunkStage stage;

    /** Another transaction came between two statements. */
    static final class ConflictException extends SQLException {
        private static final long serialVersionUID = 1L;

        ConflictException(String message) {
            // The state of a deadlock: the same again will do.
            super(message, "40001");
        }
    }

    /** @param firstId of as many ids in a row as the block has keys */
    ChunkLoad(LoadSession session, long job, RowBlock block, long firstId, OnDuplicate onDuplicate, IdRuns idsOfJob) {
        this.session = session;
        this.job = job;
        this.block = block;
        this.firstId = firstId;
        this.onDuplicate = onDuplicate;
        this.idsOfJob = idsOfJob;
        this.tally = new ChunkTally(block, onDuplicate);
        this.stage = new ChunkStage(session, job, block);
    }

    /** @param mostAreKnown compare first */
    ChunkResult run(boolean mostAreKnown) throws SQLException, MemberLoadException {
        BitSet firsts = block.firsts();
        if (mostAreKnown) {
            settle(firsts);
        } else {
            insert(firsts);
        }
        BitSet lasts = block.lasts();
        if (!lasts.isEmpty()) {
            stage.put(lasts);
            session.update(LoadStatements.UPDATE_MEMBERS, job);
            stage.remove(lasts);
        }
        return tally.result(firstId, block.keys());
    }

    private void insert(BitSet firsts) throws SQLException, MemberLoadException {
        int loaded = session.load(LoadStatements.LOAD_MEMBERS, members(firsts), block.keys());
        tally.inserted(loaded);
        if (loaded == block.keys()) {
            return;
        }
        BitSet left = (BitSet) firsts.clone();
        left.andNot(there());
        if (loaded + left.cardinality() != block.keys()) {
            throw new MemberLoadException("the database says that it took " + loaded + " rows of " + block.keys()
                    + ", but " + left.cardinality() + " are not there");
        }
        if (settle(left) > 0) {
            throw new ConflictException("a member that was there is gone");
        }
    }

    /** The ids of keys are in the order of their first rows. */
    private InputStream members(BitSet rows) {
        int[] idOffset = idOffsets();
        return block.stream(rows, row -> (firstId + idOffset[row]) + "\t");
    }

    private int[] idOffsets() {
        BitSet firsts = block.firsts();
        int[] offsets = new int[firsts.length()];
        int next = 0;
        for (int row = firsts.nextSetBit(0); row >= 0; row = firsts.nextSetBit(row + 1)) {
            offsets[row] = next++;
        }
        return offsets;
    }

    /** The rows whose ids are in the table. */
    private BitSet there() throws SQLException {
        int[] rowOfId = block.firsts().stream().toArray();
        BitSet there = new BitSet();
        try (PreparedStatement statement = session.prepare(LoadStatements.IDS_THERE)) {
            statement.setLong(1, firstId);
            statement.setLong(2, firstId + block.keys() - 1);
            try (ResultSet ids = statement.executeQuery()) {
                while (ids.next()) {
                    there.set(rowOfId[(int) (ids.getLong(1) - firstId)]);
                }
            }
        }
        return there;
    }

    /**
     * Compares rows with what is there: those that are known are treated as they are to be, the others go in.
     *
     * @return how many went in
     */
    private int settle(BitSet rows) throws SQLException, MemberLoadException {
        stage.put(rows);
        BitSet fresh = new BitSet();
        int differing = compare(fresh);
        if (onDuplicate == OnDuplicate.UPDATE && differing > 0) {
            int changed = session.update(LoadStatements.UPDATE_MEMBERS, job);
            if (changed != differing) {
                throw new MemberLoadException(
                        differing + " members were to be changed, and the database changed " + changed);
            }
        }
        stage.remove(rows);
        int count = fresh.cardinality();
        if (count > 0 && session.load(LoadStatements.LOAD_MEMBERS, members(fresh), count) != count) {
            throw new ConflictException("a member that was not there has come");
        }
        tally.inserted(count);
        return count;
    }

    /** @return how many of the rows that are known differ from what is there */
    private int compare(BitSet fresh) throws SQLException {
        int differing = 0;
        try (PreparedStatement statement = session.prepare(LoadStatements.COMPARE)) {
            statement.setLong(1, job);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    int row = rows.getInt(1);
                    long id = rows.getLong(2);
                    boolean differs = rows.getBoolean(3);
                    if (id == 0) {
                        fresh.set(row);
                    } else {
                        differing += differs ? 1 : 0;
                        tally.known(row, idsOfJob.contains(id), differs);
                    }
                }
            }
        }
        return differing;
    }
}
