package io.wizd.client;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All servers of a client. A call goes to the one with the fewest calls in flight: the pool lives on one event loop and
 * so knows the numbers exactly, which two random choices only estimate. Confined to the event loop, but for {@link
 * #states()}.
 */
final class Pool {
    private final List<Endpoint> servers;
    private int next;

    Pool(ClientParts parts, LinkEvents events) {
        this.servers = parts.config().servers().stream()
                .map(address -> new Endpoint(address, parts, events))
                .toList();
        // Many clients that start together must not all begin with the first server of their list.
        this.next = parts.random().nextInt(servers.size());
    }

    List<ServerState> states() {
        return servers.stream().map(Endpoint::state).toList();
    }

    /** The connection for a call: not where it failed already nor where too much is to be done, if it can be helped. */
    Optional<Link> pick(PendingCall call) {
        @Nullable Endpoint best = null;
        int bestPenalty = 0;
        next = (next + 1) % servers.size();
        for (int i = 0; i < servers.size(); i++) {
            Endpoint server = servers.get((next + i) % servers.size());
            if (server.freest().isPresent()) {
                int penalty = (server.isBusy() ? 2 : 0) + (call.tried.contains(server) ? 1 : 0);
                boolean better = best == null
                        || penalty < bestPenalty
                        || penalty == bestPenalty && server.inFlight() < best.inFlight();
                if (better) {
                    best = server;
                    bestPenalty = penalty;
                }
            }
        }
        if (best == null) {
            return Optional.empty();
        }
        call.tried.add(best);
        return best.freest();
    }

    boolean isUp() {
        return servers.stream().anyMatch(Endpoint::isUp);
    }

    boolean isUpBeside(Endpoint one) {
        return servers.stream().anyMatch(server -> server != one && server.isUp());
    }

    boolean isConnecting() {
        return servers.stream().anyMatch(Endpoint::isConnecting);
    }

    void openSoon() {
        servers.forEach(Endpoint::openSoon);
    }

    /** Why no server is up. */
    String faults() {
        if (servers.size() == 1) {
            return fault(servers.getFirst());
        }
        return "no server is up: "
                + servers.stream().map(Pool::fault).distinct().collect(Collectors.joining("; "));
    }

    private static String fault(Endpoint server) {
        String why = server.state().lastError().orElse("not connected");
        return why.contains(server.address().toString()) ? why : server.address() + ": " + why;
    }

    /** The cause of the first server, which stands for all. */
    @Nullable
    Throwable cause() {
        return servers.getFirst().lastCause();
    }

    void close() {
        servers.forEach(Endpoint::close);
    }
}
