package io.wizd.db.members;

import io.wizd.db.JdbcAddress;
import io.wizd.db.SqlFailure;
import io.wizd.db.SqlReason;
import io.wizd.db.input.OnDuplicate;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node's side of one job. Each chunk goes in once: with its rows, in the same transaction, a mark is written, and what
 * is marked is not loaded again, whoever tries. Deadlocks and lost connections are tried again here. One thread at a time.
 */
public final class MemberNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MemberNode.class);

    private static final long FIRST_PAUSE_NANOS = 2_000_000;
    private static final long LONGEST_PAUSE_NANOS = 1_000_000_000;
    private static final int DUPLICATE_KEY = 1062;

    private final Address address;
    private final long job;
    private final OnDuplicate onDuplicate;
    private final IdRuns idsOfJob;
    private final Patience patience;

    private @Nullable LoadSession session;

    /** Of the chunk before: then it is worth comparing first. */
    private boolean mostWereKnown;

    /**
     * Where the node is.
     *
     * @param rows with an account that may read and write rows
     */
    public record Address(String name, JdbcAddress rows) {}

    /** How long a node that is away is waited for. */
    @FunctionalInterface
    public interface Patience {
        /**
         * Returns where it is to be tried again, and throws where not.
         *
         * @param node that did not do it
         * @param why as the database says it
         * @param sinceNanos how long it has been tried
         */
        void tryAgain(String node, SQLException why, long sinceNanos) throws MemberLoadException;
    }

    public MemberNode(Address address, long job, OnDuplicate onDuplicate, IdRuns idsOfJob, Patience patience) {
        this.address = address;
        this.job = job;
        this.onDuplicate = onDuplicate;
        this.idsOfJob = idsOfJob;
        this.patience = patience;
    }

    /** Its name in the configuration. */
    public String name() {
        return address.name;
    }

    private interface Work<T> {
        T run(LoadSession open) throws SQLException, MemberLoadException;
    }

    /** The chunks that are in, by their numbers. */
    public Map<Integer, ChunkResult> done() throws MemberLoadException {
        return repeat(open -> {
            try (PreparedStatement statement = open.prepare(LoadStatements.MARKS)) {
                statement.setLong(1, job);
                Map<Integer, ChunkResult> done = new HashMap<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        done.put(rows.getInt(1), mark(rows));
                    }
                }
                return done;
            }
        });
    }

    /**
     * Loads a block; when it returns, it is committed.
     *
     * @param firstId of as many ids in a row as the block has keys, which nobody else has
     */
    public ChunkResult load(int chunk, RowBlock block, long firstId) throws MemberLoadException {
        ChunkResult result = repeat(open -> {
            // The commit of a try before may have come through though the connection broke.
            Optional<ChunkResult> marked = markOf(open, chunk);
            if (marked.isPresent()) {
                return marked.get();
            }
            ChunkResult loaded = new ChunkLoad(open, job, block, firstId, onDuplicate, idsOfJob).run(mostWereKnown);
            mark(open, chunk, loaded);
            return loaded;
        });
        mostWereKnown = result.inserted() * 2 < block.keys();
        return result;
    }

    /** What loading the block would do, after all those that were tried before. */
    public ChunkResult tryOut(RowBlock block) throws MemberLoadException {
        return repeat(open -> new ChunkTrial(open, job, block, onDuplicate).run());
    }

    /** Forgets what was tried. */
    public void forgetTrial() throws MemberLoadException {
        while (repeat(open -> open.update(LoadStatements.FORGET_TRIAL, job)) > 0) {
            // A few at a time, so that no transaction is large.
        }
    }

    /** Forgets which chunks are in: the job has ended. */
    public void forgetDone() throws MemberLoadException {
        repeat(open -> open.update(LoadStatements.FORGET_MARKS, job));
    }

    private <T> T repeat(Work<T> work) throws MemberLoadException {
        long begun = System.nanoTime();
        for (int attempt = 0; ; attempt++) {
            try {
                LoadSession open = session();
                T result = work.run(open);
                open.commit();
                return result;
            } catch (SQLException e) {
                again(e, System.nanoTime() - begun, attempt);
            } catch (MemberLoadException | RuntimeException e) {
                close();
                throw e;
            }
        }
    }

    private LoadSession session() throws SQLException {
        if (session == null) {
            session = new LoadSession(address.rows);
        }
        return session;
    }

    /** Returns where it can be tried again, with a session that has no transaction. */
    private void again(SQLException e, long sinceNanos, int attempt) throws MemberLoadException {
        // Nothing but a mark can be there twice: another has loaded the chunk meanwhile.
        boolean isMarkedMeanwhile = e.getErrorCode() == DUPLICATE_KEY;
        if (!SqlFailure.of(e).mayPass() && !isMarkedMeanwhile) {
            close();
            throw new MemberLoadException(
                    "partition " + address.name + " refused: " + SqlReason.words(e) + " (error " + e.getErrorCode()
                            + ")",
                    e);
        }
        LOG.debug("{}: job {} tries again: {}", address.name, job, e.toString());
        // A new session costs little beside a chunk, and has surely no transaction and no lock.
        close();
        patience.tryAgain(address.name, e, sinceNanos);
        long longest = Math.min(LONGEST_PAUSE_NANOS, FIRST_PAUSE_NANOS << Math.min(attempt, 10));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest / 2, longest));
    }

    private Optional<ChunkResult> markOf(LoadSession open, int chunk) throws SQLException {
        try (PreparedStatement statement = open.prepare(LoadStatements.MARK_OF_CHUNK)) {
            statement.setLong(1, job);
            statement.setInt(2, chunk);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(mark(rows)) : Optional.empty();
            }
        }
    }

    private static ChunkResult mark(ResultSet row) throws SQLException {
        return new ChunkResult(
                row.getInt(2),
                row.getInt(3),
                row.getInt(4),
                row.getInt(5),
                row.getLong(6),
                row.getInt(7),
                BitSet.valueOf(row.getBytes(8)),
                BitSet.valueOf(row.getBytes(9)));
    }

    private void mark(LoadSession open, int chunk, ChunkResult result) throws SQLException {
        try (PreparedStatement statement = open.prepare(LoadStatements.MARK)) {
            statement.setLong(1, job);
            statement.setInt(2, chunk);
            statement.setInt(3, result.inserted());
            statement.setInt(4, result.updated());
            statement.setInt(5, result.skipped());
            statement.setInt(6, result.repeated());
            statement.setLong(7, result.firstId());
            statement.setInt(8, result.ids());
            statement.setBytes(9, result.known().toByteArray());
            statement.setBytes(10, result.again().toByteArray());
            statement.executeUpdate();
        }
    }

    @Override
    public void close() {
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
