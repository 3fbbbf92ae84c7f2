package io.wizd.server.nodes;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wizd.db.Database;
import io.wizd.db.NodeState;
import io.wizd.db.Partitions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the nodes every few seconds how they are, so that this server learns when sync, wherever it ran, has settled
 * them, and when one has come back; and shows it to {@code /metrics}. One thread of its own.
 */
public final class NodeWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeWatch.class);

    private static final long PERIOD_MS = 5_000;

    private final Partitions partitions;
    private final ScheduledThreadPoolExecutor thread;
    private volatile Map<String, NodeState> lastStates = Map.of();

    private NodeWatch(Partitions partitions) {
        this.partitions = partitions;
        this.thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("node-watch").factory(), new ThreadPoolExecutor.DiscardPolicy());
    }

    /**
     * Starts it.
     *
     * @param whenBack is run, on this thread, after a node has come back
     */
    public static NodeWatch start(Database main, Partitions partitions, MeterRegistry registry, Runnable whenBack) {
        NodeWatch watch = new NodeWatch(partitions);
        showWhetherUp(main, registry);
        for (Database node : partitions.nodes()) {
            showWhetherUp(node, registry);
            watch.show(node.name(), registry);
            node.whenBack(() -> watch.thread.execute(() -> {
                watch.refresh();
                whenBack.run();
            }));
        }
        watch.thread.scheduleWithFixedDelay(watch::refresh, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
        return watch;
    }

    private void refresh() {
        try {
            Map<String, NodeState> states = new HashMap<>(lastStates);
            states.putAll(partitions.refresh());
            lastStates = Map.copyOf(states);
        } catch (RuntimeException e) {
            LOG.debug("The nodes were not asked: {}", e.toString());
        }
    }

    private static void showWhetherUp(Database node, MeterRegistry registry) {
        Gauge.builder("wizd.node.up", node, database -> database.isAway() ? 0 : 1)
                .description("1 where calls are sent to the node, 0 while it is away")
                .tag("node", node.name())
                .register(registry);
    }

    private void show(String node, MeterRegistry registry) {
        gauge("wizd.kv.changes", node, registry, NodeState::changes, "Calls that wrote and are not carried yet");
        gauge(
                "wizd.kv.lag.seconds",
                node,
                registry,
                NodeFigures::lagSeconds,
                "Age of the oldest change that is not carried yet");
        Gauge.builder("wizd.kv.pending", this, watch -> NodeFigures.pendingFor(node, watch.lastStates))
                .description("Keys that the other nodes keep for it")
                .tag("node", node)
                .register(registry);
    }

    /** A node that is away shows what it said last: its changes are not carried, and their age goes on growing. */
    private void gauge(
            String name, String node, MeterRegistry registry, ToDoubleFunction<NodeState> figure, String description) {
        Gauge.builder(name, this, watch -> {
                    NodeState state = watch.lastStates.get(node);
                    return state == null ? Double.NaN : figure.applyAsDouble(state);
                })
                .description(description)
                .tag("node", node)
                .register(registry);
    }

    /** Asks no more. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
