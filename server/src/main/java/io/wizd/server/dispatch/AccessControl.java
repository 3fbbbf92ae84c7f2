package io.wizd.server.dispatch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.wizd.event.Origin;
import io.wizd.handlers.accounts.Accounts;
import io.wizd.handlers.spec.Access;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.WizdException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks credentials against what a message type needs. Those that were right are remembered by a keyed hash, because
 * Argon2id takes tens of milliseconds by design: for a minute without any question, and longer together with the stored hash
 * that they matched, so that only a password that was changed is hashed again. While credentials are being checked, others
 * who send the same wait for that one result. What was wrong is not remembered, but counted ({@link FailedLogins}).
 */
public final class AccessControl {
    /** A password that was changed works for so long still. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    /** Whoever comes back within this time is not hashed again, however many others wait to be. */
    private static final Duration MATCH_REMEMBERED = Duration.ofHours(1);

    private static final int MAX_REMEMBERED = 10_000;
    private static final long RETRY_AFTER_MS = 1_000;

    private final Accounts accounts;
    private final FailedLogins failedLogins;
    private final Cache<String, String> roleByCredentials;
    private final Cache<String, String> matchedHashByCredentials;
    private final ConcurrentMap<String, CompletableFuture<String>> beingChecked = new ConcurrentHashMap<>();
    private final byte[] salt = new byte[16];

    public AccessControl(Accounts accounts) {
        this(accounts, Ticker.systemTicker());
    }

    /** @param ticker the time, for what is remembered */
    AccessControl(Accounts accounts, Ticker ticker) {
        this.accounts = accounts;
        this.failedLogins = new FailedLogins(ticker);
        this.roleByCredentials = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(REMEMBERED)
                .ticker(ticker)
                .build();
        this.matchedHashByCredentials = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterAccess(MATCH_REMEMBERED)
                .ticker(ticker)
                .build();
        new SecureRandom().nextBytes(salt);
    }

    /**
     * Refuses who sends no credentials at all, without any work. Any thread.
     *
     * @throws WizdException {@code UNAUTHORIZED}
     */
    static void checkGiven(Access needed, @Nullable String authorization) {
        if (authorization == null && !needed.isOpen()) {
            throw WizdException.of(
                    ErrorCode.UNAUTHORIZED,
                    whatIsNeeded(needed) + ": send the name and the password of an account, as Basic credentials");
        }
    }

    /**
     * Refuses credentials that are not remembered, if too many passwords wait to be hashed: such a flood must cost no more
     * than its refusals. Never blocks.
     *
     * @throws WizdException {@code OVERLOADED}
     */
    void checkRoom(Access needed, @Nullable String authorization, long deadlineNanos) {
        if (authorization == null || needed.isOpen() || accounts.hasRoom(deadlineNanos)) {
            return;
        }
        if (!isRemembered(keyOf(authorization))) {
            accounts.checkRoom(deadlineNanos);
        }
    }

    private boolean isRemembered(String key) {
        return roleByCredentials.getIfPresent(key) != null
                || matchedHashByCredentials.getIfPresent(key) != null
                || beingChecked.containsKey(key);
    }

    private static String whatIsNeeded(Access needed) {
        return "this message needs " + needed.needed();
    }

    /**
     * Waits for the database, and for a hash, where the credentials are not remembered; for virtual threads only.
     *
     * @param origin where they come from; asked if they are not remembered
     * @throws WizdException {@code UNAUTHORIZED} or {@code FORBIDDEN}; {@code RATE_LIMITED} if others were wrong too often;
     *     {@code OVERLOADED} or {@code DEADLINE_EXCEEDED} where too many wait to be hashed
     */
    void check(Access needed, @Nullable String authorization, long deadlineNanos, Supplier<Origin> origin) {
        checkGiven(needed, authorization);
        if (authorization == null || needed.isOpen()) {
            return;
        }
        String key = keyOf(authorization);
        String role = roleByCredentials.getIfPresent(key);
        if (role == null) {
            role = checkedOnce(key, authorization, deadlineNanos, origin);
        }
        if (!needed.admits(role)) {
            throw WizdException.of(ErrorCode.FORBIDDEN, whatIsNeeded(needed));
        }
    }

    private String checkedOnce(String key, String authorization, long deadlineNanos, Supplier<Origin> origin) {
        CompletableFuture<String> mine = new CompletableFuture<>();
        CompletableFuture<String> others = beingChecked.putIfAbsent(key, mine);
        if (others != null) {
            return await(others, deadlineNanos);
        }
        try {
            String role = checked(key, authorization, deadlineNanos, origin);
            mine.complete(role);
            return role;
        } catch (Throwable e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            beingChecked.remove(key);
        }
    }

    private String checked(String key, String authorization, long deadlineNanos, Supplier<Origin> origin) {
        FailedLogins.Attempt attempt = failedLogins.attempt(
                Accounts.nameIn(authorization), origin.get().host());
        String matchedBefore = Objects.requireNonNullElse(matchedHashByCredentials.getIfPresent(key), "");
        if (matchedBefore.isEmpty()) {
            attempt.check();
        }
        try {
            Accounts.Known account = accounts.check(authorization, matchedBefore, deadlineNanos);
            attempt.succeeded();
            matchedHashByCredentials.put(key, account.passwordHash());
            roleByCredentials.put(key, account.role());
            return account.role();
        } catch (WizdException e) {
            if (e.fault().code() == ErrorCode.UNAUTHORIZED) {
                attempt.failed();
                matchedHashByCredentials.invalidate(key);
            }
            throw e;
        }
    }

    private static String await(CompletableFuture<String> role, long deadlineNanos) {
        try {
            return role.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new WizdException(Fault.of(ErrorCode.DEADLINE_EXCEEDED, "the password was not checked in time")
                    .retryAfterMs(RETRY_AFTER_MS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WizdException(Fault.of(ErrorCode.STOPPING).retryAfterMs(RETRY_AFTER_MS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WizdException known) {
                throw known;
            }
            throw new IllegalStateException("the credentials could not be checked", e.getCause());
        }
    }

    private String keyOf(String authorization) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(salt);
            return HexFormat.of().formatHex(sha256.digest(authorization.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
