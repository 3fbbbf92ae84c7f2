package io.wizd.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a client knows of one server. Immutable, any thread.
 *
 * @param address where it is
 * @param health whether it gets calls
 * @param since since when it is so
 * @param lastError why it was last found down, or why a connection to it was last lost; kept when it is up again
 * @param roundTrip how long the last ping took
 * @param version what the last ping told
 */
public record ServerState(
        ServerAddress address,
        Health health,
        Instant since,
        Optional<String> lastError,
        Optional<Duration> roundTrip,
        Optional<String> version) {

    /** Whether a server gets calls. */
    public enum Health {
        /** The first connection is being made: it is not known yet. */
        CONNECTING,
        /** It answers pings. */
        UP,
        /** It could not be reached, did not answer, or is stopping. */
        DOWN
    }

    /** Whether it gets calls. */
    public boolean isUp() {
        return health == Health.UP;
    }
}
