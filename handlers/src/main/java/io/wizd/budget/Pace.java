package io.wizd.budget;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How fast large bodies and replies go while the processors have no time left: {@value #BYTES_PER_SECOND} bytes a second for each
 * processor, which leaves nine tenths of them to small messages. A value of 1 MiB takes as long as a few hundred small ones, so
 * its turn among them says little. Without such need there is no limit. Any thread; never blocks.
 */
final class Pace {
    private static final int BYTES_PER_SECOND = 8 << 20;

    /** Up to here a request costs little more than a small one. */
    private static final int FREE_BYTES = 64 << 10;

    private final ProcessorLoad load;
    private final LongSupplier nanoTime;
    private final Credit credit;

    Pace(ProcessorLoad load, int processors, LongSupplier nanoTime) {
        this.load = load;
        this.nanoTime = nanoTime;
        long bytesPerSecond = (long) BYTES_PER_SECOND * processors;
        this.credit =
                new Credit(bytesPerSecond / (double) TimeUnit.SECONDS.toNanos(1), bytesPerSecond, nanoTime.getAsLong());
    }

    /** For a machine of so many processors. */
    static Pace of(ProcessorLoad load) {
        return new Pace(load, Runtime.getRuntime().availableProcessors(), System::nanoTime);
    }

    /** How long so many bytes have to wait; 0 if they may go now. */
    long nanosUntil(long bytes) {
        return isFree(bytes) ? 0 : credit.nanosUntilSome(nanoTime.getAsLong());
    }

    /** So many bytes go. */
    void pay(long bytes) {
        if (!isFree(bytes)) {
            credit.pay(bytes);
        }
    }

    private boolean isFree(long bytes) {
        return bytes <= FREE_BYTES || !load.isHigh();
    }
}
