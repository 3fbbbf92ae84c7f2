package io.wizd.client;

import java.util.function.IntSupplier;

/** What happens in a client, for whoever counts it. Any thread; must not block. */
interface ClientMetrics {
    /** Nobody counts. */
    ClientMetrics NONE = new ClientMetrics() {};

    /** Why a call was sent again. */
    enum Reason {
        NOT_SENT,
        LOST,
        REFUSED
    }

    /** What the cache did for a call. */
    enum CacheResult {
        HIT,
        MISS,
        SHARED
    }

    /** What can be read at any time. */
    default void watch(IntSupplier inFlight, IntSupplier serversUp) {}

    /** A call is over: {@code ok}, the code of the error reply, or the reason why there is none. */
    default void called(String msgType, String outcome, long elapsedNanos) {}

    /** A call is sent again. */
    default void retried(String msgType, Reason reason) {}

    /** A connection was made again after it was lost, or after attempts in vain. */
    default void reconnected(ServerAddress server) {}

    /** The cache was asked. */
    default void cached(CacheResult result) {}

    /** The client is closed. */
    default void close() {}
}
