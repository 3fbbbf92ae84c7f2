package io.wizd.db.members;

import java.sql.SQLException;
import java.util.BitSet;

/** Has rows of a block in {@code member_load} while statements need them there. For one thread. */
final class ChunkStage {
    private final LoadSession session;
    private final long job;
    private final RowBlock block;

    ChunkStage(LoadSession session, long job, RowBlock block) {
        this.session = session;
        this.job = job;
        this.block = block;
    }

    void put(BitSet rows) throws SQLException, MemberLoadException {
        String prefix = job + "\t";
        int count = rows.cardinality();
        if (session.load(LoadStatements.STAGE, block.stream(rows, row -> prefix + row + "\t"), count) != count) {
            throw new MemberLoadException("member_load has rows of another transaction of the same job");
        }
    }

    /** @param rows what was put */
    void remove(BitSet rows) throws SQLException, MemberLoadException {
        if (session.update(LoadStatements.UNSTAGE, job) != rows.cardinality()) {
            throw new MemberLoadException("rows of member_load are gone");
        }
    }
}
