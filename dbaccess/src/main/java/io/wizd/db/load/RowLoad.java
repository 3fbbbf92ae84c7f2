package io.wizd.db.load;

import io.wizd.db.input.OnDuplicate;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The second pass: writes the rows, a transaction for each {@link RowChunk}, and notes how far it came. For one thread. */
final class RowLoad {

    private static final int MAX_ATTEMPTS = 8;
    private static final long PAUSE_MS = 50;

    private final LoadJob job;
    private final Connection connection;
    private final ResumeFile resumeFile;
    /** Where bad rows go; empty if a bad row ends the load. */
    private final Optional<BadRows> badRows;

    private final FaultLog faults;

    private final RowChunk chunk = new RowChunk();
    private final RowDigest digest = new RowDigest();
    private ResumePoint done = ResumePoint.START;
    private long rowInDoubt;

    RowLoad(LoadJob job, Connection connection, ResumeFile resumeFile, Optional<BadRows> badRows, FaultLog faults) {
        this.job = job;
        this.connection = connection;
        this.resumeFile = resumeFile;
        this.badRows = badRows;
        this.faults = faults;
    }

    /** How far the load has come, also after an exception. */
    ResumePoint done() {
        return done;
    }

    /** The last row of a transaction whose commit may or may not have gone through; 0 if there is none. */
    long rowInDoubt() {
        return rowInDoubt;
    }

    /**
     * Loads everything behind a point.
     *
     * @param checkedRows how many rows the input had when it was checked
     * @throws StoppedException if it had to stop; {@link #done()} says where
     */
    void run(ResumePoint start, long checkedRows, LoadProgress progress, Interrupt interrupt)
            throws LoadException, IOException, SQLException {
        RowConverter converter = job.converter();
        try (PositionedStream bytes = job.input().stream();
                RowReader reader = job.read(bytes);
                ChunkWriter writer = new ChunkWriter(connection, job.table(), job.onDuplicate())) {
            passOver(reader, start);
            progress.at(done.row());
            while (reader.advance()) {
                stopIf(interrupt.requested(), ExitStatus.TEMPORARY, "interrupted");
                take(converter, reader.row());
                if (chunk.isFull()) {
                    commit(writer, reader.row().number());
                    progress.at(done.row());
                }
            }
            stopIf(
                    reader.row().number() < checkedRows,
                    ExitStatus.IO,
                    "the input has become shorter since it was checked");
            if (!chunk.isEmpty()) {
                commit(writer, reader.row().number());
                progress.at(done.row());
            }
        }
    }

    private void passOver(RowReader reader, ResumePoint start) throws LoadException, IOException {
        while (reader.row().number() < start.row() && reader.advance()) {
            digest.add(reader.row());
        }
        boolean sameRows = start.digest().isEmpty() || start.digest().equals(digest.hex());
        if (reader.row().number() < start.row() || !sameRows) {
            throw new LoadException(
                    ExitStatus.DATA,
                    "the rows up to row " + Shown.count(start.row()) + " of "
                            + job.input().name()
                            + " are not those that were loaded: restore them, or begin again with --from-row 1");
        }
        done = start;
        if (badRows.isPresent()) {
            badRows.get().reopen(start.badFileBytes());
        }
    }

    private void take(RowConverter converter, InputRow row) throws StoppedException {
        digest.add(row);
        switch (converter.convert(row)) {
            case Converted.Good good -> chunk.add(good.row());
            case Converted.Bad bad -> {
                stopIf(badRows.isEmpty(), ExitStatus.IO, "the input has changed since it was checked");
                chunk.addBad(row);
            }
        }
    }

    private void commit(ChunkWriter writer, long lastRow) throws LoadException, IOException, SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                commitOnce(writer, lastRow);
                chunk.clear();
                return;
            } catch (SQLException e) {
                undo(e);
                if (!SqlFaults.isTransient(e) || attempt == MAX_ATTEMPTS) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS * attempt));
            }
        }
    }

    private void commitOnce(ChunkWriter writer, long lastRow) throws LoadException, IOException, SQLException {
        ChunkWriter.Written written = writer.write(chunk.good());
        if (!written.refused().isEmpty() && badRows.isEmpty()) {
            connection.rollback();
            written.refused().forEach(refused -> faults.add(List.of(refused.fault())));
            throw new StoppedException(ExitStatus.DATA, "the database refused " + Shown.rows(faults.rows()));
        }
        Counts bad = new Counts(0, 0, 0, chunk.bad().size());
        ResumePoint next = new ResumePoint(
                lastRow, digest.hex(), done.counts().plus(written.counts()).plus(bad), keepBad(written.refused()));
        // With SKIP and UPDATE a transaction that is run twice does no harm; with FAIL the next run must know.
        if (job.onDuplicate() == OnDuplicate.ERROR && !chunk.good().isEmpty()) {
            resumeFile.committing(done, next, written.witness());
            rowInDoubt = lastRow;
        }
        connection.commit();
        done = next;
        rowInDoubt = 0;
        resumeFile.done(done);
        written.refused().forEach(refused -> faults.add(List.of(refused.fault())));
    }

    /** Returns the length of the file of bad rows, which is complete up to here. */
    private long keepBad(List<ChunkWriter.Refused> refused) throws LoadException, IOException {
        if (badRows.isEmpty()) {
            return 0;
        }
        BadRows file = badRows.get();
        // An attempt that a deadlock undid may have written here already.
        file.cut(done.badFileBytes());
        for (InputRow row : chunk.bad()) {
            file.add(row);
        }
        for (ChunkWriter.Refused row : refused) {
            file.add(row.row().source());
        }
        return file.flush();
    }

    /** If the connection is gone, a commit under way may have gone through: the note of it stays for --resume. */
    private void undo(SQLException cause) throws LoadException {
        if (SqlFaults.isConnectionLost(cause)) {
            return;
        }
        try {
            connection.rollback();
            rowInDoubt = 0;
            resumeFile.done(done);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static void stopIf(boolean condition, ExitStatus status, String why) throws StoppedException {
        if (condition) {
            throw new StoppedException(status, why);
        }
    }
}
