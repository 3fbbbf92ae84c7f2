package io.wizd.client;

import io.wizd.client.ServerState.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One server and the connections to it. Confined to the event loop, but for {@link #state()} and {@link #address()}. */
final class Endpoint {
    private final ServerAddress address;
    private final ClientMetrics metrics;
    private final List<Link> links = new ArrayList<>();
    private volatile ServerState state;
    private @Nullable Throwable lastCause;
    private long busyUntilNanos = System.nanoTime();

    Endpoint(ServerAddress address, ClientParts parts, LinkEvents events) {
        this.address = address;
        this.metrics = parts.metrics();
        this.state = new ServerState(
                address, Health.CONNECTING, Instant.now(), Optional.empty(), Optional.empty(), Optional.empty());
        for (int i = 0; i < parts.config().limits().connectionsPerServer(); i++) {
            links.add(new Link(this, parts, events));
        }
    }

    ServerAddress address() {
        return address;
    }

    ServerState state() {
        return state;
    }

    @Nullable
    Throwable lastCause() {
        return lastCause;
    }

    boolean isUp() {
        return links.stream().anyMatch(Link::isUp);
    }

    boolean isConnecting() {
        return links.stream().anyMatch(Link::isConnecting);
    }

    void openSoon() {
        links.forEach(Link::openSoon);
    }

    int inFlight() {
        int sum = 0;
        for (Link link : links) {
            sum += link.inFlight();
        }
        return sum;
    }

    /** The connection that takes the next call, if one can. Loops, not streams: every call comes here. */
    Optional<Link> freest() {
        @Nullable Link best = null;
        for (Link link : links) {
            if (link.isUp() && link.hasRoom() && (best == null || link.inFlight() < best.inFlight())) {
                best = link;
            }
        }
        return Optional.ofNullable(best);
    }

    /** It said that it is stopping: what it has is waited for, and nothing more goes there. */
    void stopping() {
        links.forEach(Link::stopping);
    }

    /** It said that it has too much to do: others are preferred for so long. */
    void busyFor(long ms) {
        busyUntilNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
    }

    boolean isBusy() {
        return busyUntilNanos - System.nanoTime() > 0;
    }

    /** A ping was answered. */
    void up(Duration roundTrip, Optional<String> version, boolean again) {
        Instant since = state.isUp() ? state.since() : Instant.now();
        state = new ServerState(address, Health.UP, since, state.lastError(), Optional.of(roundTrip), version);
        if (again) {
            metrics.reconnected(address);
        }
    }

    /** A connection was lost, could not be made, or takes nothing more. */
    void changed(String why, @Nullable Throwable cause) {
        lastCause = cause;
        Health health = isUp() ? Health.UP : Health.DOWN;
        Instant since = state.health() == health ? state.since() : Instant.now();
        state = new ServerState(address, health, since, Optional.of(why), state.roundTrip(), state.version());
    }

    void close() {
        links.forEach(Link::close);
        changed("the client is closed", null);
    }
}
