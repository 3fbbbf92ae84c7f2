package io.wizd.handlers.members.batch;

import io.wizd.db.members.ChunkResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a job that is under way has counted. Any thread. */
final class JobProgress {
    private final long job;
    private final JobSpec spec;
    private final long begunNanos = System.nanoTime();
    private final List<Reject> rejects = new ArrayList<>();

    private long rows;
    private long inserted;
    private long updated;
    private long skipped;
    private long rejected;
    private long repeated;
    private long lastChange;
    private List<String> unknownColumns = List.of();
    private List<String> ignoredColumns = List.of();
    private LongSupplier bytes = () -> 0;

    JobProgress(long job, JobSpec spec) {
        this.job = job;
        this.spec = spec;
        this.lastChange = spec.createdMs();
    }

    /** Begins with the first row, once more perhaps. */
    synchronized void begin(ChunkReader reader) {
        rows = 0;
        inserted = 0;
        updated = 0;
        skipped = 0;
        rejected = 0;
        repeated = 0;
        rejects.clear();
        bytes = reader::bytesRead;
    }

    synchronized void columns(Columns columns) {
        unknownColumns = columns.unknown();
        ignoredColumns = columns.ignored();
    }

    /** A block is in. */
    synchronized void add(ChunkResult block) {
        inserted += block.inserted();
        updated += block.updated();
        skipped += block.skipped();
        repeated += block.repeated();
        rows += block.inserted() + block.updated() + block.skipped();
    }

    /** What was tried is not to be: the rejected rows alone count. */
    synchronized void nothingIsIn() {
        rows = rejected;
        inserted = 0;
        updated = 0;
        skipped = 0;
        repeated = 0;
    }

    /** A row was rejected. */
    synchronized void reject(RejectedRow row) {
        rows++;
        rejected++;
        if (rejects.size() < Job.MAX_REJECTS) {
            rejects.add(new Reject(row.line(), row.column(), row.value(), row.reason()));
        }
    }

    synchronized long rejected() {
        return rejected;
    }

    /** What clients are to see now. */
    synchronized Job report(JobState state, @Nullable String error) {
        long elapsedMs = Math.max(0, System.currentTimeMillis() - spec.createdMs());
        long runMs = Math.max(1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNanos));
        long read = Math.min(bytes.getAsLong(), spec.bytes());
        Long timeLeftMs = state == JobState.running && read > 0 ? (spec.bytes() - read) * runMs / read : null;
        lastChange = Math.max(lastChange + 1, System.currentTimeMillis());
        return new Job(
                job,
                state,
                error,
                rows,
                inserted,
                updated,
                skipped,
                rejected,
                repeated,
                unknownColumns,
                ignoredColumns,
                List.copyOf(rejects),
                read,
                spec.bytes(),
                elapsedMs,
                rows * 1_000 / runMs,
                timeLeftMs,
                spec.name(),
                spec.options().onDuplicate().name().toLowerCase(Locale.ROOT),
                spec.options().atomic(),
                spec.options().dryRun(),
                spec.host(),
                lastChange);
    }
}
