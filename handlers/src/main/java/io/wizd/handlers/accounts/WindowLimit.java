package io.wizd.handlers.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.wizd.budget.RefusalLog;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.WizdException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds how often something happens to each key within a window of time, which begins with the first time. What is remembered is
 * bounded, and gone with the process. Any thread.
 */
final class WindowLimit {
    private static final int MAX_REMEMBERED = 10_000;
    private static final long SHORTEST_RETRY_MS = 1_000;

    private final int max;
    private final Duration window;
    private final Refusals refusals;
    private final Cache<String, AtomicInteger> counts;

    /**
     * What becomes of those that are refused.
     *
     * @param reason as they are told
     * @param log tells the operator
     */
    record Refusals(String reason, RefusalLog log) {}

    /**
     * @param max within a window
     * @param ticker the time
     */
    WindowLimit(int max, Duration window, Refusals refusals, Ticker ticker) {
        this.max = max;
        this.window = window;
        this.refusals = refusals;
        // A count is made by the first of a window, and goes with it.
        this.counts = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(window)
                .ticker(ticker)
                .build();
    }

    /** How often it has happened to the key. */
    int count(String key) {
        AtomicInteger count = counts.getIfPresent(key);
        return count == null ? 0 : count.get();
    }

    /** It has happened once more. */
    void add(String key) {
        increment(key);
    }

    private int increment(String key) {
        return counts.get(key, first -> new AtomicInteger()).incrementAndGet();
    }

    /** What has happened to the key counts no more. */
    void forget(String key) {
        counts.invalidate(key);
    }

    /**
     * Refuses where it may not happen once more.
     *
     * @throws WizdException {@code RATE_LIMITED}, with what is left of the window
     */
    void check(String key) {
        if (count(key) >= max) {
            throw refusal(key);
        }
    }

    /**
     * Counts that it happens now, and refuses where it may not: of many at once no more than the limit.
     *
     * @throws WizdException {@code RATE_LIMITED}, with what is left of the window
     */
    void take(String key) {
        if (increment(key) > max) {
            throw refusal(key);
        }
    }

    private WizdException refusal(String key) {
        refusals.log().refused();
        return new WizdException(Fault.of(ErrorCode.RATE_LIMITED, refusals.reason())
                .retryAfterMs(Math.max(SHORTEST_RETRY_MS, restOfWindowMs(key))));
    }

    private long restOfWindowMs(String key) {
        return counts.policy()
                .expireAfterWrite()
                .map(expiry -> expiry.ageOf(key, TimeUnit.MILLISECONDS).orElse(0))
                .map(ageMs -> window.toMillis() - ageMs)
                .orElseThrow();
    }
}
