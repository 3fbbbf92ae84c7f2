package io.wizd.budget;

/**
 * Processor time that may be used: it grows as time passes, up to {@value #SAVED_NANOS} nanoseconds, and is paid after the
 * work, so that it may fall below nothing by one task a thread. Any thread; never blocks.
 */
final class ProcessorCredit {
    /** What is saved while nobody needs it: about a second's work, so that a single request does not wait. */
    static final long SAVED_NANOS = 1_000_000_000;

    private final double processors;
    private long nanos = SAVED_NANOS;
    private long asOfNanos;

    /** @param processors how many processors' time it grows by */
    ProcessorCredit(double processors, long nowNanos) {
        this.processors = processors;
        this.asOfNanos = nowNanos;
    }

    /** How long until there is some; 0 if there is some now. */
    synchronized long nanosUntilSome(long nowNanos) {
        nanos = Math.min(SAVED_NANOS, nanos + (long) ((nowNanos - asOfNanos) * processors));
        asOfNanos = nowNanos;
        return nanos > 0 ? 0 : (long) Math.ceil((1 - nanos) / processors);
    }

    /** Takes what was used. */
    synchronized void pay(long usedNanos) {
        nanos -= usedNanos;
    }
}
