package io.wizd.bench.overload;

import io.wizd.bench.ProcessTree;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a wizd and its database take from now on, asked often, so that it is known up to the end of a process that dies. One thread besides
 * its own.
 */
final class ServerUsage implements AutoCloseable {
    private static final int EVERY_MS = 100;

    private final ProcessTree wizd;
    private final ProcessTree database;
    private final Figures before;
    private final Thread sampler;
    private volatile Figures last;

    /**
     * @param wizdSeconds processor time of wizd without its database
     * @param peakRssMiB the most memory that wizd held, without its database
     */
    record Figures(double wizdSeconds, double databaseSeconds, double peakRssMiB) {
        private Figures since(Figures before) {
            return new Figures(wizdSeconds - before.wizdSeconds, databaseSeconds - before.databaseSeconds, peakRssMiB);
        }
    }

    /** Begins. */
    ServerUsage(ProcessHandle wizd) {
        this.wizd = ProcessTree.only(List.of(wizd));
        this.database = ProcessTree.only(wizd.descendants().toList());
        this.wizd.resetPeakRss();
        before = now(new Figures(0, 0, 0));
        last = before;
        sampler = Thread.ofPlatform().daemon().name("server-usage").start(this::sample);
    }

    private void sample() {
        while (!Thread.currentThread().isInterrupted()) {
            last = now(last);
            try {
                TimeUnit.MILLISECONDS.sleep(EVERY_MS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** A process that has ended tells nothing; what was known of it stays. */
    private Figures now(Figures known) {
        return new Figures(
                Math.max(known.wizdSeconds, wizd.cpuSeconds()),
                Math.max(known.databaseSeconds, database.cpuSeconds()),
                Math.max(known.peakRssMiB, wizd.peakRssMiB()));
    }

    /** Since the beginning. */
    Figures figures() {
        return now(last).since(before);
    }

    @Override
    public void close() {
        sampler.interrupt();
    }
}
