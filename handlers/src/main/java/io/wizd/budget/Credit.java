package io.wizd.budget;

/**
 * What may be used of something that grows as time passes, such as processor time: up to what is saved, and paid after the use, so that
 * it may fall below nothing by one use a thread. Any thread; never blocks.
 */
final class Credit {
    private final double perNano;
    private final long saved;
    private long left;
    private long asOfNanos;

    /**
     * All that can be saved, to begin with.
     *
     * @param perNano what it grows by in a nanosecond
     * @param saved the most that there can be, while nobody needs it
     */
    Credit(double perNano, long saved, long nowNanos) {
        this.perNano = perNano;
        this.saved = saved;
        this.left = saved;
        this.asOfNanos = nowNanos;
    }

    /** How long until there is some; 0 if there is some now. */
    synchronized long nanosUntilSome(long nowNanos) {
        left = Math.min(saved, left + (long) ((nowNanos - asOfNanos) * perNano));
        asOfNanos = nowNanos;
        return left > 0 ? 0 : (long) Math.ceil((1 - left) / perNano);
    }

    /** Takes what was used. */
    synchronized void pay(long used) {
        left -= used;
    }
}
