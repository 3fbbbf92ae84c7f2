package io.wizd.db;

import io.wizd.protocol.Json;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One request that waits for its row. The chain link is guarded by the lock of the {@link CallBatcher}. */
final class PendingCall {
    final Request request;
    final @Nullable Object key;
    final CompletableFuture<Json> future = new CompletableFuture<>();

    /** The next request of the same key, which waits until this one is done. */
    @Nullable
    PendingCall nextOfKey;

    PendingCall(Request request, @Nullable Object key) {
        this.request = request;
        this.key = key;
    }

    boolean expired(long nowNanos) {
        return request.deadlineNanos() - nowNanos <= 0;
    }
}
