package io.wizd.budget;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Whether the processors of this machine, or of its container, have little time left, whoever takes it: then what one client gets is
 * taken from another. Looked at four times a second at most, by whoever asks; what it tells may be that old. Any thread.
 */
public final class ProcessorLoad {
    /** From here on processors are busy: the rest is what they lose between one task and the next. */
    private static final double HIGH = 0.8;

    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final DoubleSupplier load;
    private final LongSupplier nanoTime;
    private final AtomicLong lookedAtNanos;
    private volatile boolean high;

    /** Of the machine that this runs on. */
    public static ProcessorLoad ofThisMachine() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new ProcessorLoad(system::getCpuLoad, System::nanoTime);
    }

    /** @param load since it was asked before, 0 to 1; negative if that is not known */
    ProcessorLoad(DoubleSupplier load, LongSupplier nanoTime) {
        this.load = load;
        this.nanoTime = nanoTime;
        this.lookedAtNanos = new AtomicLong(nanoTime.getAsLong() - INTERVAL_NANOS);
    }

    /** A load that stays as it is. */
    public static ProcessorLoad always(boolean isHigh) {
        return new ProcessorLoad(() -> isHigh ? 1 : 0, System::nanoTime);
    }

    /** Whether there was little time left when it was last looked at; false if that is not known. */
    public boolean isHigh() {
        long now = nanoTime.getAsLong();
        long before = lookedAtNanos.get();
        if (now - before >= INTERVAL_NANOS && lookedAtNanos.compareAndSet(before, now)) {
            high = load.getAsDouble() >= HIGH;
        }
        return high;
    }
}
