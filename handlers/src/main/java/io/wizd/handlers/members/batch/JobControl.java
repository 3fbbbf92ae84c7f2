package io.wizd.handlers.members.batch;

import io.wizd.db.Database;
import io.wizd.db.IdBlocks;
import io.wizd.db.JdbcAddress;
import io.wizd.db.Partitions;
import io.wizd.db.SqlReason;
import io.wizd.db.members.MemberLoadException;
import io.wizd.db.members.MemberNode;
import io.wizd.protocol.WizdException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ties one run to the databases, and to those who may want it to end. Any thread. */
final class JobControl implements JobRun.Control {
    /** A partition that is away for longer ends the job; what is in stays in. */
    private static final long LONGEST_AWAY_NANOS = TimeUnit.MINUTES.toNanos(10);

    private static final long MAIN_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long MAIN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Partitions partitions;
    private final Map<String, JdbcAddress> rowsOfNodes;
    private final IdBlocks ids;
    private final BooleanSupplier tellsThatItWrites;
    private final JobThrottle throttle;
    private boolean isAllOrNone;
    private volatile JobStoppedException.@Nullable Reason stop;

    /**
     * Of one job.
     *
     * @param tellsThatItWrites lets main know, and says whether somebody cancelled it before
     */
    JobControl(
            Partitions partitions,
            Map<String, JdbcAddress> rowsOfNodes,
            IdBlocks ids,
            JobThrottle throttle,
            BooleanSupplier tellsThatItWrites) {
        this.partitions = partitions;
        this.rowsOfNodes = rowsOfNodes;
        this.ids = ids;
        this.tellsThatItWrites = tellsThatItWrites;
        this.throttle = throttle;
    }

    /** Has the run end at the next chunk; the first reason counts. What is all or none cannot be cancelled once it writes. */
    synchronized void stop(JobStoppedException.Reason reason) {
        boolean isTooLate = isAllOrNone && reason == JobStoppedException.Reason.CANCELLED;
        if (stop == null && !isTooLate) {
            stop = reason;
        }
    }

    @Override
    public void beginAllOrNone() throws MemberLoadException, JobStoppedException {
        check();
        if (untilItIsDone(tellsThatItWrites::getAsBoolean)) {
            stop(JobStoppedException.Reason.CANCELLED);
        }
        synchronized (this) {
            check();
            isAllOrNone = true;
        }
    }

    @Override
    public List<MemberNode.Address> nodes() {
        return partitions.nodes().stream()
                .map(Database::name)
                .map(name -> new MemberNode.Address(name, Objects.requireNonNull(rowsOfNodes.get(name), name)))
                .toList();
    }

    @Override
    public String nodeOf(long accountId) {
        return partitions.ownerOf(accountId).name();
    }

    @Override
    public long takeIds(int count) throws MemberLoadException {
        return untilItIsDone(() -> ids.take(count, System.nanoTime() + MAIN_TIMEOUT_NANOS));
    }

    /** Tries what main is to do. */
    private <T> T untilItIsDone(Supplier<T> work) throws MemberLoadException {
        long begun = System.nanoTime();
        while (true) {
            try {
                return work.get();
            } catch (WizdException e) {
                waitFor("main", e, System.nanoTime() - begun);
                LockSupport.parkNanos(MAIN_PAUSE_NANOS);
            }
        }
    }

    @Override
    public void tryAgain(String node, SQLException why, long sinceNanos) throws MemberLoadException {
        waitFor("partition " + node, why, sinceNanos);
    }

    private void waitFor(String database, Exception why, long sinceNanos) throws MemberLoadException {
        if (stop != null) {
            throw new MemberLoadException("it was stopped while it waited for " + database, why);
        }
        if (sinceNanos > LONGEST_AWAY_NANOS) {
            throw new MemberLoadException(
                    database + " has not taken rows for 10 minutes (" + sentence(why)
                            + "); send the file again when it does",
                    why);
        }
    }

    /** Whoever sent the file reads it: without addresses. */
    private static String sentence(Exception why) {
        Throwable cause = why instanceof SQLException ? why : why.getCause();
        return cause instanceof SQLException sql ? SqlReason.words(sql) : String.valueOf(why.getMessage());
    }

    @Override
    public void rest() {
        throttle.rest(() -> stop != null);
    }

    @Override
    public void check() throws JobStoppedException {
        JobStoppedException.Reason reason = stop;
        if (reason != null) {
            throw new JobStoppedException(reason);
        }
    }
}
