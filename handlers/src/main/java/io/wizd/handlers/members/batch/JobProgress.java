package io.wizd.handlers.members.batch;

import io.wizd.db.members.ChunkResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a job that is under way has counted. Any thread. */
final class JobProgress {
    private final long job;
    private final JobSpec spec;
    private final List<Reject> rejects = new ArrayList<>();

    private Counts counts = new Counts();
    private ImportRate rate = new ImportRate(0, 0);
    private long bytes;
    private long rowsDone;
    private long lastChange;
    private boolean isWriting;
    private List<String> unknownColumns = List.of();
    private List<String> ignoredColumns = List.of();

    /** Guarded by the progress. */
    private static final class Counts {
        long inserted;
        long updated;
        long skipped;
        long rejected;
        long repeated;

        /** Good, and nothing written of them. */
        long checked;

        /** Of the rows that are in; 0 if no chunk is. */
        long firstLine;

        long lastLine;

        /** Some of what is in was not read again, so its lines are not known. */
        boolean hasUnread;

        long in() {
            return inserted + updated + skipped;
        }

        long rows() {
            return in() + rejected + checked;
        }
    }

    JobProgress(long job, JobSpec spec) {
        this.job = job;
        this.spec = spec;
        this.lastChange = spec.createdMs();
    }

    /** Its number. */
    long job() {
        return job;
    }

    /** Who wants it, for people. */
    String by() {
        return spec.by();
    }

    /** Begins with the first row, once more perhaps. */
    synchronized void begin() {
        counts = new Counts();
        rejects.clear();
        bytes = 0;
        rowsDone = 0;
        rate = new ImportRate(0, 0);
    }

    synchronized void columns(Columns columns) {
        unknownColumns = columns.unknown();
        ignoredColumns = columns.ignored();
    }

    /** A block is in. */
    synchronized void add(ChunkResult block) {
        counts.inserted += block.inserted();
        counts.updated += block.updated();
        counts.skipped += block.skipped();
        counts.repeated += block.repeated();
    }

    /** A block is in, from before, and the run ends without having read it again. */
    synchronized void addUnread(ChunkResult block) {
        add(block);
        counts.rejected += block.rejected();
        counts.hasUnread = true;
    }

    /**
     * All rows of a chunk were seen to.
     *
     * @param bytesRead of the file up to its end
     * @param wasInBefore which tells nothing of the rate
     */
    synchronized void done(MemberChunk chunk, long bytesRead, boolean wasInBefore) {
        rowsDone += chunk.rows();
        // What the nodes did not count was only looked at.
        counts.checked += rowsDone - counts.rows();
        counts.firstLine = counts.firstLine == 0 ? chunk.firstLine() : counts.firstLine;
        counts.lastLine = chunk.lastLine();
        bytes = Math.min(bytesRead, spec.bytes());
        if (wasInBefore) {
            rate = new ImportRate(counts.rows(), bytes);
        }
    }

    /** There is no more to be read. */
    synchronized void wholeFileIsRead() {
        bytes = spec.bytes();
    }

    /** All rows were seen to: so many have a key that a row before has. */
    synchronized void repeated(long rows) {
        counts.repeated = rows;
    }

    /** Rows that are all or none are written from now on. */
    synchronized void writing() {
        isWriting = true;
    }

    /** What was tried is not to be: no row is in. */
    synchronized void nothingIsIn() {
        counts.checked += counts.in();
        counts.inserted = 0;
        counts.updated = 0;
        counts.skipped = 0;
        counts.repeated = 0;
    }

    /** For people. */
    synchronized String whatIsIn() {
        long in = spec.options().dryRun() ? 0 : counts.in();
        if (in == 0) {
            return "nothing is in";
        }
        String lines = counts.hasUnread || counts.firstLine == 0
                ? ""
                : String.format(Locale.ROOT, " of lines %,d–%,d", counts.firstLine, counts.lastLine);
        return String.format(
                Locale.ROOT, "%,d %s%s %s in", in, in == 1 ? "row" : "rows", lines, in == 1 ? "is" : "are");
    }

    /** A row was rejected. */
    synchronized void reject(RejectedRow row) {
        counts.rejected++;
        if (rejects.size() < Job.MAX_REJECTS) {
            rejects.add(new Reject(row.line(), row.column(), row.value(), row.reason()));
        }
    }

    synchronized long rejected() {
        return counts.rejected;
    }

    /** Leaves out all that comes from the file, and may be what cannot be told. */
    synchronized void leaveTextsOut() {
        rejects.clear();
        unknownColumns = List.of();
        ignoredColumns = List.of();
    }

    /** What clients are to see now. */
    synchronized Job report(JobState state, @Nullable String error) {
        lastChange = Math.max(lastChange + 1, System.currentTimeMillis());
        return new Job(
                job,
                state,
                error,
                counts.rows(),
                counts.inserted,
                counts.updated,
                counts.skipped,
                counts.rejected,
                counts.repeated,
                unknownColumns,
                ignoredColumns,
                List.copyOf(rejects),
                bytes,
                spec.bytes(),
                Instant.ofEpochMilli(spec.createdMs()).toString(),
                Math.max(0, System.currentTimeMillis() - spec.createdMs()),
                rate.rowsPerSecond(counts.rows()),
                state == JobState.running ? rate.timeLeftMs(bytes, spec.bytes()) : null,
                spec.name().isEmpty() ? null : spec.name(),
                spec.options().onDuplicate().name().toLowerCase(Locale.ROOT),
                spec.options().atomic(),
                spec.options().dryRun(),
                isWriting && !state.isEnd(),
                spec.host(),
                null,
                lastChange);
    }
}
