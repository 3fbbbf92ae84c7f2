package io.wizd.db;

import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One request that waits for its row. The chain link is guarded by the lock of the {@link CallBatcher}. */
final class BatchedCall {
    final Request request;
    final @Nullable Object key;
    final CompletableFuture<Json> future = new CompletableFuture<>();

    /** The next request of the same key, which waits until this one is done. */
    @Nullable
    BatchedCall nextOfKey;

    BatchedCall(Request request, @Nullable Object key) {
        this.request = request;
        this.key = key;
    }

    /** What whoever waits is told once the deadline has passed, of a call that was not sent. */
    Fault overdueInQueue() {
        return Fault.of(ErrorCode.DEADLINE_EXCEEDED);
    }

    /** The same of one that may have been sent. */
    Fault overdueInFlight() {
        return Fault.of(request.effect().mayBeSentAgain() ? ErrorCode.DEADLINE_EXCEEDED : ErrorCode.OUTCOME_UNKNOWN);
    }

    boolean expired(long nowNanos) {
        return request.deadlineNanos() - nowNanos <= 0;
    }
}
