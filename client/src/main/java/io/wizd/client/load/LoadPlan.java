package io.wizd.client.load;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * What load to put on which servers. Immutable, any thread.
 *
 * @param targets where they listen; the connections are spread over them evenly
 * @param request what is sent
 * @param pressure how much at once
 * @param period how long
 */
public record LoadPlan(List<InetSocketAddress> targets, RequestTemplate request, Pressure pressure, Period period) {
    /** Refuses what cannot work. */
    public LoadPlan {
        targets = List.copyOf(targets);
        require(!targets.isEmpty(), "at least one server is needed");
    }

    /** Load on one server. */
    public LoadPlan(InetSocketAddress target, RequestTemplate request, Pressure pressure, Period period) {
        this(List.of(target), request, pressure, period);
    }

    /**
     * How much at once. Each connection sends the next request when a reply comes, so the server's speed sets the
     * rate, and a pause of the server shows in the latency of what was in flight, not of what would have been sent.
     *
     * @param connections 1 or more
     * @param inFlight on each connection, 1 to 1000; over HTTP, the depth of the pipeline
     * @param threads event loops that share the connections; one leaves the other core to the server
     */
    public record Pressure(int connections, int inFlight, int threads) {
        /** Refuses what cannot work. */
        public Pressure {
            require(connections >= 1, "at least one connection is needed, not " + connections);
            require(inFlight >= 1 && inFlight <= 1000, "1 to 1000 in flight per connection, not " + inFlight);
            require(threads >= 1, "at least one thread is needed, not " + threads);
        }

        /** With one event loop. */
        public static Pressure of(int connections, int inFlight) {
            return new Pressure(connections, inFlight, 1);
        }
    }

    /**
     * How long.
     *
     * @param warmUpMs load that is not counted, in milliseconds
     * @param measuredMs load that is, in milliseconds
     */
    public record Period(int warmUpMs, int measuredMs) {
        /** Refuses what cannot work. */
        public Period {
            require(warmUpMs >= 0, "the warm-up is not negative: " + warmUpMs);
            require(measuredMs >= 1, "at least 1 ms is measured, not " + measuredMs);
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
