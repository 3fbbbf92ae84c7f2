package io.wizd.client;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.wizd.client.ClientMetrics.CacheResult;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers that are kept, and calls that share one request: see {@link CachePolicy}. Any thread. */
final class ReplyCache {
    /** What an entry takes beside its bytes, roughly. */
    private static final int ENTRY_BYTES = 256;

    private record Key(
            String msgType,
            @Nullable String userID,
            @Nullable String deviceID,
            @Nullable String token,
            Json body) {
        static Key of(Message message) {
            return new Key(
                    message.msgType(),
                    message.userID(),
                    message.deviceID(),
                    message.token(),
                    Json.of(message.body().toBytes()));
        }
    }

    /** What came of a request; only a reply without an error stays in the cache. */
    private record Answer(
            @Nullable ReplyMessage reply, @Nullable Throwable failure) {
        boolean isKept() {
            return reply != null && reply.isOk();
        }

        int bytes() {
            return reply == null ? 0 : reply.text().length();
        }
    }

    private final AsyncCache<Key, Answer> answers;
    private final ClientMetrics metrics;
    private final EventExecutor timers;

    /** @param timers where calls end that share a request for too long */
    ReplyCache(CachePolicy policy, ClientMetrics metrics, Ticker ticker, EventExecutor timers) {
        this.timers = timers;
        this.metrics = metrics;
        this.answers = Caffeine.newBuilder()
                .maximumWeight(policy.maxBytes())
                .weigher((Key key, Answer answer) -> ENTRY_BYTES + key.body.length() + answer.bytes())
                .expireAfterWrite(Duration.ofMillis(policy.expiryMs()))
                .ticker(ticker)
                // In the thread that asks: no pool of threads is needed.
                .executor(Runnable::run)
                .buildAsync();
    }

    /**
     * The answer that is kept or on its way, or else the one that is fetched now.
     *
     * @param message a READ, as the client sends it
     * @param timeoutMs how long it may take, milliseconds
     * @param fetch sends the message
     */
    CompletableFuture<ReplyMessage> get(
            Message message, int timeoutMs, Supplier<CompletableFuture<ReplyMessage>> fetch) {
        Key key = Key.of(message);
        CompletableFuture<Answer> mine = new CompletableFuture<>();
        // Not computed in the map: a call may wait for its turn, and whoever frees it may need the map.
        CompletableFuture<Answer> theirs = answers.asMap().putIfAbsent(key, mine);
        if (theirs == null) {
            metrics.cached(CacheResult.MISS);
            return fetch(key, mine, fetch);
        }
        metrics.cached(theirs.isDone() ? CacheResult.HIT : CacheResult.SHARED);
        return inTime(theirs.thenCompose(answer -> share(answer, fetch)), key.msgType, timeoutMs);
    }

    /** A call that shares the request of another may have less time than that. */
    private CompletableFuture<ReplyMessage> inTime(
            CompletableFuture<ReplyMessage> shared, String msgType, int timeoutMs) {
        CompletableFuture<ReplyMessage> mine = new CompletableFuture<>();
        shared.whenComplete((reply, failure) -> {
            if (failure == null) {
                mine.complete(reply);
            } else {
                mine.completeExceptionally(failure instanceof CompletionException ? failure.getCause() : failure);
            }
        });
        if (!mine.isDone()) {
            Future<?> timer = timers.schedule(
                    () -> mine.completeExceptionally(new CallTimeoutException(
                            "%s: no reply within %d ms to the request of an equal call".formatted(msgType, timeoutMs),
                            Outcome.UNKNOWN)),
                    timeoutMs,
                    TimeUnit.MILLISECONDS);
            mine.whenComplete((reply, failure) -> timer.cancel(false));
        }
        return mine;
    }

    private CompletableFuture<ReplyMessage> fetch(
            Key key, CompletableFuture<Answer> mine, Supplier<CompletableFuture<ReplyMessage>> fetch) {
        CompletableFuture<ReplyMessage> fetched = new CompletableFuture<>();
        fetch.get().whenComplete((reply, failure) -> {
            Answer answer = new Answer(reply, failure);
            if (!answer.isKept()) {
                answers.asMap().remove(key, mine);
            }
            // Whoever has the reply finds it in the cache.
            mine.complete(answer);
            if (failure == null) {
                fetched.complete(reply);
            } else {
                fetched.completeExceptionally(failure);
            }
        });
        return fetched;
    }

    private static CompletableFuture<ReplyMessage> share(
            Answer answer, Supplier<CompletableFuture<ReplyMessage>> fetch) {
        if (answer.reply() != null) {
            return CompletableFuture.completedFuture(answer.reply());
        }
        // The time of the other call was up, or its turn did not come: this one may have more.
        boolean ownFault = answer.failure() instanceof CallTimeoutException
                || answer.failure() instanceof ClientBusyException
                || answer.failure() == null;
        return ownFault ? fetch.get() : CompletableFuture.failedFuture(answer.failure());
    }

    /** Bytes of what is kept now. */
    long bytes() {
        answers.synchronous().cleanUp();
        return answers.synchronous()
                .policy()
                .eviction()
                .orElseThrow()
                .weightedSize()
                .orElse(0);
    }
}
