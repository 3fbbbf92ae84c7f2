package io.wizd.budget;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many connections there may be, in all and from one address; the addresses of an IPv6 network of 64 bits count as one. A
 * few more are let in, to be told why they are refused: so {@code /health/live} is heard whatever the load. Any thread.
 */
public final class ConnectionBudget {
    /** Connections beyond the budget that may be told so at the same time. */
    private static final int REFUSALS_AT_ONCE = 64;

    private static final long RETRY_AFTER_MS = 2_000;

    /** Of the heap, for each connection: what its handlers and a small message take. */
    private static final int HEAP_BYTES_EACH = 32 << 10;

    /** Of the files that the process may open, the part for connections; the rest is for the database, jars and logs. */
    private static final double PART_OF_FILES = 0.8;

    private static final int MOST = 1_000_000;

    private final int max;
    private final int maxByAddress;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger beingRefused = new AtomicInteger();
    private final ConcurrentHashMap<ByteBuffer, Integer> openByAddress = new ConcurrentHashMap<>();
    private final RefusalLog refusalsOfAll;
    private final RefusalLog refusalsByAddress;

    /** The address that had too many most recently. */
    private volatile @Nullable ByteBuffer refusedAddress;

    /**
     * A budget.
     *
     * @param max connections in all
     * @param maxByAddress connections from one address
     */
    public ConnectionBudget(int max, int maxByAddress) {
        this.max = max;
        this.maxByAddress = maxByAddress;
        this.refusalsOfAll = new RefusalLog(
                () -> "all connections are taken (" + max + "; the most by " + whoHasMost() + ")",
                "if they are needed, raise wizd.budget.connections");
        this.refusalsByAddress = new RefusalLog(
                () -> "one address has all its connections (" + shown(refusedAddress) + ": " + maxByAddress + ")",
                "if it is a proxy, raise wizd.budget.connectionsByAddress");
    }

    /** Connections where nobody says how many: as many as go with the heap, and with the files that may be open. */
    public static int usual(long heapBytes, long files) {
        return Math.clamp(heapBytes / HEAP_BYTES_EACH, 1, mostWith(files));
    }

    /** The most connections that a process should have that may open so many files. */
    public static int mostWith(long files) {
        return (int) Math.clamp(files * PART_OF_FILES, 1, MOST);
    }

    /** One connection in the budget, from {@link #enter} to {@link #leave}. */
    public final class Place {
        private final ByteBuffer address;
        private final @Nullable Fault refusal;

        private Place(ByteBuffer address, @Nullable Fault refusal) {
            this.address = address;
            this.refusal = refusal;
        }

        /** Why it is not served, but told so and closed; null if it is served. */
        public @Nullable Fault refusal() {
            return refusal;
        }

        /** The connection is closed; to be called once. */
        public void leave() {
            if (refusal != null) {
                beingRefused.decrementAndGet();
                return;
            }
            open.decrementAndGet();
            openByAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
        }
    }

    /** A new connection; null if it is to be closed at once, because too many are being refused already. */
    public @Nullable Place enter(InetAddress from) {
        ByteBuffer address = key(from);
        Fault refusal = take(address);
        if (refusal == null) {
            openByAddress.merge(address, 1, Integer::sum);
        } else if (beingRefused.incrementAndGet() > REFUSALS_AT_ONCE) {
            beingRefused.decrementAndGet();
            return null;
        }
        return new Place(address, refusal);
    }

    private @Nullable Fault take(ByteBuffer address) {
        if (open.incrementAndGet() > max) {
            open.decrementAndGet();
            refusalsOfAll.refused();
            return refusal("this server takes so many connections at a time: " + max + "; close one, or try again");
        }
        if (openByAddress.getOrDefault(address, 0) >= maxByAddress) {
            open.decrementAndGet();
            refusedAddress = address;
            refusalsByAddress.refused();
            return refusal("one address may have so many connections at a time: " + maxByAddress
                    + "; close one, or try again");
        }
        return null;
    }

    private static Fault refusal(String why) {
        return Fault.of(ErrorCode.OVERLOADED, why).retryAfterMs(RETRY_AFTER_MS);
    }

    private static ByteBuffer key(InetAddress address) {
        byte[] bytes = address.getAddress();
        return ByteBuffer.wrap(address instanceof Inet6Address ? Arrays.copyOf(bytes, Long.BYTES) : bytes);
    }

    private String whoHasMost() {
        return openByAddress.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(most -> shown(most.getKey()) + ": " + most.getValue())
                .orElse("nobody any more");
    }

    private static String shown(@Nullable ByteBuffer address) {
        if (address == null) {
            return "?";
        }
        try {
            boolean isNetwork = address.capacity() == Long.BYTES;
            byte[] bytes = isNetwork ? Arrays.copyOf(address.array(), 2 * Long.BYTES) : address.array();
            return InetAddress.getByAddress(bytes).getHostAddress() + (isNetwork ? "/64" : "");
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + address.capacity() + " bytes", e);
        }
    }

    /** Connections that are served now. */
    public int open() {
        return open.get();
    }

    /** Connections that were refused since the start, by either limit. */
    public long refused() {
        return refusalsOfAll.count() + refusalsByAddress.count();
    }

    /** Shows it in the metrics. */
    public void measure(MeterRegistry registry) {
        Gauge.builder("wizd.budget.connections.open", this, ConnectionBudget::open)
                .description("Connections that are open and served")
                .register(registry);
        measure("all", max, refusalsOfAll, registry);
        measure("address", maxByAddress, refusalsByAddress, registry);
    }

    private static void measure(String limit, int max, RefusalLog refusals, MeterRegistry registry) {
        Gauge.builder("wizd.budget.connections.capacity", () -> max)
                .description("Connections that may be open: in all, and from one address")
                .tag("limit", limit)
                .register(registry);
        FunctionCounter.builder("wizd.budget.connections.refused", refusals, RefusalLog::count)
                .description("Connections that were refused, by the limit that they met")
                .tag("limit", limit)
                .register(registry);
    }
}
