package io.wizd.db;

import io.wizd.event.Events;
import io.wizd.event.NodeEvent.NodeAway;
import io.wizd.event.NodeEvent.NodeBack;
import io.wizd.event.NodeEvent.NodeUnusable;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a node answers. Once a call has found it away, calls fail at once instead of waiting for the connection
 * timeout each, and one thread of its own asks the node again and again until it is back. Any thread.
 */
final class Availability implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Availability.class);

    /** Between two tries to reach a node that is away. */
    private static final long RETRY_NANOS = 250_000_000;

    /** The longest between two tries of one that can be reached and is not fit for use: only a person mends that. */
    private static final long LONGEST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long WARN_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** What a node must do to count as back. */
    @FunctionalInterface
    interface Probe {
        /** Returns once the node can be used; throws why it cannot. */
        void run() throws SQLException;
    }

    private final String node;
    private final String server;
    private final Probe probe;
    private final AtomicReference<SqlReason.@Nullable Kind> away = new AtomicReference<>();
    private final List<Runnable> whenBack = new CopyOnWriteArrayList<>();
    private volatile boolean closed;
    private volatile @Nullable Thread prober;

    /** @param server for messages, as in {@link JdbcAddress#server()} */
    Availability(String node, String server, Probe probe) {
        this.node = node;
        this.server = server;
        this.probe = probe;
    }

    boolean isAway() {
        return away.get() != null;
    }

    /** What kind of reason it was at the last try; empty while it is not away. */
    Optional<SqlReason.Kind> why() {
        return Optional.ofNullable(away.get());
    }

    /** A call could not reach the node: nobody else needs to try before the prober has. */
    void lost(Exception why) {
        if (!closed && away.compareAndSet(null, SqlReason.of(why, server).kind())) {
            Events.tell(new NodeAway(node, sentence(why)));
            prober = Thread.ofVirtual().name("probe-" + node).start(this::probeUntilBack);
        }
    }

    /** Runs the work, on a thread of the prober, each time the node comes back. */
    void whenBack(Runnable work) {
        whenBack.add(work);
    }

    private void probeUntilBack() {
        long begun = System.nanoTime();
        long warned = begun - WARN_AGAIN_NANOS;
        long pause = RETRY_NANOS;
        while (!closed) {
            try {
                probe.run();
                away.set(null);
                Events.tell(new NodeBack(node, (System.nanoTime() - begun) / 1_000_000));
                whenBack.forEach(Runnable::run);
                return;
            } catch (SQLException | RuntimeException e) {
                away.set(SqlReason.of(e, server).kind());
                if (SqlFailure.isUnreachable(e)) {
                    LOG.debug("Database {} is still away: {}", node, e.getMessage());
                    pause = RETRY_NANOS;
                } else {
                    if (System.nanoTime() - warned >= WARN_AGAIN_NANOS) {
                        Events.tell(new NodeUnusable(node, sentence(e)));
                        warned = System.nanoTime();
                    }
                    pause = Math.min(LONGEST_RETRY_NANOS, 2 * pause);
                }
                LockSupport.parkNanos(pause);
            }
        }
    }

    /** What is no error of a driver is a sentence already: that of a migration, for example. */
    private String sentence(Exception why) {
        return why instanceof SQLException ? SqlReason.of(why, server).text() : String.valueOf(why.getMessage());
    }

    /** Ends the prober. */
    @Override
    public void close() {
        closed = true;
        Thread running = prober;
        if (running != null) {
            LockSupport.unpark(running);
        }
    }
}
