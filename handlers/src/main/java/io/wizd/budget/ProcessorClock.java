package io.wizd.budget;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;

/** Time as a {@link ProcessorBudget} sees it, in nanoseconds; a test sets its own. Any thread. */
interface ProcessorClock {
    /** Time that passes: {@link System#nanoTime()}. */
    long nanoTime();

    /** Processor time that the calling platform thread has used since it began. */
    long threadNanos();

    /** Waits until so much time has passed. */
    void sleep(long nanos) throws InterruptedException;

    /** The clock of this machine; where a JVM does not tell processor time, the time that passes stands in for it. */
    static ProcessorClock system() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        boolean measured = threads.isCurrentThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();
        return new ProcessorClock() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public long threadNanos() {
                return measured ? threads.getCurrentThreadCpuTime() : System.nanoTime();
            }

            @Override
            public void sleep(long nanos) throws InterruptedException {
                TimeUnit.NANOSECONDS.sleep(nanos);
            }
        };
    }
}
