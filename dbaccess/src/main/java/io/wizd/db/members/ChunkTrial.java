package io.wizd.db.members;

import io.wizd.db.input.OnDuplicate;
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
    private final ChunkTally tally;
    private final ChunkStage stage;

    ChunkTrial(LoadSession session, long job, RowBlock block, OnDuplicate onDuplicate) {
        this.session = session;
        this.job = job;
        this.block = block;
        this.tally = new ChunkTally(block, onDuplicate);
        this.stage = new ChunkStage(session, job, block);
    }

    ChunkResult run() throws SQLException, MemberLoadException {
        BitSet firsts = block.firsts();
        stage.put(firsts);
        compare();
        session.update(LoadStatements.TRY, job);
        stage.remove(firsts);
        BitSet lasts = block.lasts();
        if (!lasts.isEmpty()) {
            stage.put(lasts);
            session.update(LoadStatements.TRY, job);
            stage.remove(lasts);
        }
        return tally.result(0, 0);
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
                        tally.known(rows.getInt(1), !isThere, rows.getBoolean(4));
                    } else {
                        tally.inserted(1);
                    }
                }
            }
        }
    }
}
