package io.wizd.server.logfile;

import ch.qos.logback.core.Appender;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.ContextBase;
import io.wizd.budget.RefusalLog;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A line for each HTTP request and each message over TCP that was answered, written by a thread of its own. What comes faster than
 * the disk takes it is left out, which is told: nobody waits for a line.
 */
public final class AccessLog implements AutoCloseable {
    /** Lines that may wait, some 400 bytes each. */
    static final int CAPACITY = 8_192;

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);
    private static final long POLL_MS = 100;

    private final Appender<AccessEntry> file;
    /** Lines of one address that may wait: a flood of one leaves room for the lines of others. */
    static final int CAPACITY_OF_ONE = CAPACITY / 2;

    private final BlockingQueue<AccessEntry> waiting = new ArrayBlockingQueue<>(CAPACITY);

    /** How many lines of each address wait. */
    private final ConcurrentHashMap<String, Integer> waitingByHost = new ConcurrentHashMap<>();

    private final RefusalLog leftOut = new RefusalLog(
            () -> "the access log cannot keep up (" + CAPACITY + " lines wait, or " + CAPACITY_OF_ONE
                    + " of one address)",
            "see whether the disk of the data directory is slow, or set wizd.log.access = none");
    private final Thread writer =
            Thread.ofPlatform().name("access-log").daemon().unstarted(this::write);
    private volatile boolean closed;

    /** @param file started; ended with this */
    AccessLog(Appender<AccessEntry> file) {
        this.file = file;
        writer.start();
    }

    /**
     * Opens the file.
     *
     * @return null if none is wanted
     * @throws IllegalArgumentException if it cannot be written
     */
    public static @Nullable AccessLog open(AccessLogConfig config) {
        if (config.format() == AccessLogConfig.Format.NONE) {
            return null;
        }
        Context context = new ContextBase();
        Appender<AccessEntry> file = RollingFile.open(config.file(), new AccessLines(config.format()), context);
        if (!file.isStarted()) {
            throw new IllegalArgumentException("the access log " + config.file() + " cannot be written");
        }
        return new AccessLog(file);
    }

    /** Has a line written. Any thread; never waits. */
    public void add(AccessEntry entry) {
        String host = entry.origin().host();
        if (waitingByHost.merge(host, 1, Integer::sum) > CAPACITY_OF_ONE || !waiting.offer(entry)) {
            waitsNoMore(host);
            leftOut.refused();
        }
    }

    private void waitsNoMore(String host) {
        waitingByHost.computeIfPresent(host, (same, lines) -> lines == 1 ? null : lines - 1);
    }

    private void write() {
        while (!closed || !waiting.isEmpty()) {
            try {
                AccessEntry next = waiting.poll(POLL_MS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    waitsNoMore(next.origin().host());
                    file.doAppend(next);
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Writes what waits, for a few seconds at most. */
    @Override
    public void close() {
        closed = true;
        try {
            if (!writer.join(LONGEST_CLOSE)) {
                writer.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.stop();
        if (file.getContext() instanceof ContextBase context) {
            context.stop();
        }
    }
}
