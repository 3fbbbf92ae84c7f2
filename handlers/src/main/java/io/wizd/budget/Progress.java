package io.wizd.budget;

import java.util.concurrent.TimeUnit;

/**
 * Whether bytes move while others wait for the memory that they are in: those that come from a client, or that it takes. Judged
 * from one look to the next, a second or more later. One thread.
 */
public final class Progress {
    /** A client that moves fewer is in the way: a reply or a body of 1 MiB may take 16 s. */
    private static final long MIN_BYTES_PER_SECOND = 64 << 10;

    private static final double MIN_SECONDS = 0.9;

    /** Whatever its size, what is held while others wait should be gone in about so many seconds. */
    private static final long SECONDS_FOR_ALL = 20;

    private long bytesPerSecond = MIN_BYTES_PER_SECOND;
    private long bytesBefore;
    private long lookedNanos;

    /**
     * Looks for the first time.
     *
     * @param allBytes that are to move, as far as that is known: many must move faster
     */
    public void start(long movedBytes, long allBytes) {
        bytesPerSecond = Math.max(MIN_BYTES_PER_SECOND, allBytes / SECONDS_FOR_ALL);
        look(movedBytes);
    }

    private void look(long movedBytes) {
        bytesBefore = movedBytes;
        lookedNanos = System.nanoTime();
    }

    /**
     * Looks again.
     *
     * @param movedBytes since the beginning
     * @return whether they are too few, compared with the look before
     */
    public boolean isTooSlow(long movedBytes) {
        double seconds = (System.nanoTime() - lookedNanos) / (double) TimeUnit.SECONDS.toNanos(1);
        if (seconds < MIN_SECONDS) {
            return false;
        }
        boolean tooSlow = movedBytes - bytesBefore < bytesPerSecond * seconds;
        look(movedBytes);
        return tooSlow;
    }
}
