package io.wizd.db.members;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;

/**
 * What {@link ChunkLoad} would do with a block, and nothing done: {@code member_trial} holds what the rows before would
 * have made of members. Within the transaction of its session; the caller commits.
 */
final class ChunkTrial {
    private final LoadSession session;
    private final long job;
    private final RowBlock block;
    private final OnDuplicate onDuplicate;

    private int inserted;
    private int updated;
    private int skipped;
    private int repeated;
    private final BitSet known = new BitSet();
    private final BitSet again = new BitSet();

    ChunkTrial(LoadSession session, long job, RowBlock block, OnDuplicate onDuplicate) {
        this.session = session;
        this.job = job;
        this.block = block;
        this.onDuplicate = onDuplicate;
    }

    ChunkResult run() throws SQLException, MemberLoadException {
        stage(block.firsts());
        compare();
        session.update(LoadStatements.TRY, job);
        session.update(LoadStatements.UNSTAGE, job);
        BitSet lasts = block.lasts();
        if (!lasts.isEmpty()) {
            stage(lasts);
            session.update(LoadStatements.TRY, job);
            session.update(LoadStatements.UNSTAGE, job);
        }
        again.or(block.again());
        return new ChunkResult(
                inserted,
                updated + block.updated(),
                skipped + block.skipped(),
                repeated + block.repeated(),
                0,
                0,
                known,
                again);
    }

    private void stage(BitSet rows) throws SQLException, MemberLoadException {
        String prefix = job + "\t";
        int count = rows.cardinality();
        if (session.load(LoadStatements.STAGE, block.stream(rows, row -> prefix + row + "\t"), count) != count) {
            throw new MemberLoadException("member_load has rows of another transaction of the same job");
        }
    }

    private void compare() throws SQLException {
        try (PreparedStatement statement = session.prepare(LoadStatements.COMPARE_TRIAL)) {
            statement.setLong(1, job);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    boolean isThere = rows.getLong(2) != 0;
                    boolean wasTried = rows.getBoolean(3);
                    if (isThere || wasTried) {
                        // A key that is only in member_trial would have been made by this job.
                        count(rows.getInt(1), !isThere, rows.getBoolean(4));
                    } else {
                        inserted++;
                    }
                }
            }
        }
    }

    private void count(int row, boolean wouldBeOfThisJob, boolean differs) {
        repeated += wouldBeOfThisJob ? 1 : 0;
        switch (onDuplicate) {
            case UPDATE -> {
                updated += differs ? 1 : 0;
                skipped += differs ? 0 : 1;
            }
            case SKIP -> skipped++;
            case ERROR -> (wouldBeOfThisJob ? again : known).set(block.place(row));
        }
    }
}
