package io.wizd.db;

import java.util.concurrent.TimeUnit;

/**
 * When the next CALL of one procedure on one node begins. What a CALL costs besides its rows is paid once for all of them, so
 * at load few large ones carry more than many small ones. Where little comes, each CALL begins at once. At load the next one
 * waits
 *
 * <ul>
 *   <li>beside another one, until it has so many rows that it costs hardly more than these, or the other one is slow;
 *   <li>else for those who got the replies of the last one, as long as that one took at most: they are about to ask again,
 *       and nearly all of them are awaited besides those who asked meanwhile.
 * </ul>
 *
 * <p>Figures: docs/decisions/0030-calls-follow-the-load.md. All methods under the lock of the {@link CallBatcher}.
 */
final class CallPace {
    /** A CALL of up to so many rows is no sign of load. */
    static final int FEW_ROWS = 8;

    /** With so many rows the rest of a CALL is a small part of what it costs. */
    static final int MANY_ROWS = 64;

    /** So many bytes cost as much as many rows. */
    static final int MANY_BYTES = 128 << 10;

    private static final long MAX_GATHERING_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MIN_SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long MAX_SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private int inFlight;

    /** How many rows the CALL had that began last. */
    private int lastRows;

    /** How many will be ready once all who got the last replies have asked again. */
    private int expectedRows;

    private long lastBegun;
    private long lastEnded;

    /** How long the CALL took that ended last. */
    private long lastNanos;

    /** A CALL begins; times are those of {@link System#nanoTime()}. */
    void begun(int rows, long now) {
        inFlight++;
        lastRows = rows;
        lastBegun = now;
    }

    /** A CALL that began at that time has ended, and left so many ready. */
    void ended(int rows, long begun, long now, int readyRows) {
        inFlight--;
        expectedRows = rows + readyRows;
        lastNanos = now - begun;
        lastEnded = now;
    }

    /** Whether a CALL with these rows waits for nothing. */
    boolean isEnough(int rows, long bytes) {
        return lastRows <= FEW_ROWS
                || rows >= MANY_ROWS
                || bytes >= MANY_BYTES
                || inFlight == 0 && rows >= expectedRows - expectedRows / 8;
    }

    /** Until when a CALL with fewer rows waits. */
    long waitsUntil() {
        return inFlight > 0
                ? lastBegun + Math.clamp(2 * lastNanos, MIN_SLOW_NANOS, MAX_SLOW_NANOS)
                : lastEnded + Math.min(lastNanos, MAX_GATHERING_NANOS);
    }
}
