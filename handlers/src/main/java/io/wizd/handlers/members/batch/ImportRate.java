package io.wizd.handlers.members.batch;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How fast it goes, from some place of the file on: what was in before took no time. Immutable. */
final class ImportRate {
    private final long rowsBefore;
    private final long bytesBefore;
    private final long begunNanos = System.nanoTime();

    /** It begins now. */
    ImportRate(long rowsBefore, long bytesBefore) {
        this.rowsBefore = rowsBefore;
        this.bytesBefore = bytesBefore;
    }

    private long elapsedMs() {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNanos));
    }

    /** @param rows in all */
    long rowsPerSecond(long rows) {
        return Math.max(0, rows - rowsBefore) * 1_000 / elapsedMs();
    }

    /**
     * Null if nothing tells yet.
     *
     * @param bytes in all
     */
    @Nullable
    Long timeLeftMs(long bytes, long bytesTotal) {
        long read = bytes - bytesBefore;
        return read <= 0 ? null : (long) ((double) (bytesTotal - bytes) * elapsedMs() / read);
    }
}
