package io.wizd.server.dispatch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.wizd.event.Origin;
import io.wizd.handlers.accounts.Accounts;
import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.Caller;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks credentials against what a message type needs. Those that were right are remembered by a keyed hash, because
 * Argon2id takes tens of milliseconds by design: for a minute without any question, and passwords longer together with the stored
 * hash that they matched, so that only a password that was changed is hashed again. While credentials are being checked, others
 * who send the same wait for that one result. What was wrong is not remembered, but counted by {@link Accounts}. What this
 * server changes of an account is forgotten at once; what another one changes, within the minute.
 */
public final class AccessControl {
    /** What another server has changed works for so long still. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    /** Whoever comes back within this time is not hashed again, however many others wait to be. */
    private static final Duration MATCH_REMEMBERED = Duration.ofHours(1);

    private static final int MAX_REMEMBERED = 10_000;
    private static final long RETRY_AFTER_MS = 1_000;

    private final Accounts accounts;
    private final Cache<String, Accounts.Known> accountByCredentials;
    private final Cache<String, String> matchedHashByCredentials;
    private final ConcurrentMap<String, CompletableFuture<Caller>> beingChecked = new ConcurrentHashMap<>();

    /** How often something was forgotten: what was asked for before must not be remembered after. */
    private final AtomicLong forgotten = new AtomicLong();

    private final byte[] salt = new byte[16];

    public AccessControl(Accounts accounts) {
        this(accounts, Ticker.systemTicker());
    }

    /** @param ticker the time, for what is remembered */
    AccessControl(Accounts accounts, Ticker ticker) {
        this.accounts = accounts;
        this.accountByCredentials = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfter(Expiry.<String, Accounts.Known>creating((key, account) -> remembered(account)))
                .ticker(ticker)
                .build();
        this.matchedHashByCredentials = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterAccess(MATCH_REMEMBERED)
                .ticker(ticker)
                .build();
        new SecureRandom().nextBytes(salt);
        accounts.whenChanged(this::forget);
    }

    /** A token is not remembered for longer than it is valid. */
    private static Duration remembered(Accounts.Known account) {
        return Duration.ofMillis(Math.min(REMEMBERED.toMillis(), account.leftMs()));
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
                    whatIsNeeded(needed)
                            + ": send the name and the password of an account, as Basic credentials, or the"
                            + " token of a login, as Bearer credentials");
        }
    }

    /**
     * Refuses credentials that are not remembered, if too many passwords wait to be hashed: such a flood must cost no more
     * than its refusals. Never blocks.
     *
     * @throws WizdException {@code OVERLOADED}
     */
    void checkRoom(Access needed, @Nullable String authorization, long deadlineNanos) {
        if (authorization == null || !needed.asksWho() || accounts.hasRoom(deadlineNanos)) {
            return;
        }
        if (!isRemembered(keyOf(authorization))) {
            accounts.checkRoom(authorization, deadlineNanos);
        }
    }

    /**
     * Who sends it, where nothing has to be asked. Any thread; never blocks.
     *
     * @return null where the credentials are not remembered, or their account may not
     */
    @Nullable
    Caller remembered(Access needed, @Nullable String authorization) {
        if (authorization == null || !needed.asksWho()) {
            return null;
        }
        Accounts.Known known = accountByCredentials.getIfPresent(keyOf(authorization));
        return known != null && needed.admits(known.caller()) ? known.caller() : null;
    }

    private boolean isRemembered(String key) {
        return accountByCredentials.getIfPresent(key) != null
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
     * @return whose they are; null where the type does not ask, or there are none and none are needed
     * @throws WizdException {@code UNAUTHORIZED} or {@code FORBIDDEN}; {@code RATE_LIMITED} if others were wrong too often;
     *     {@code OVERLOADED} or {@code DEADLINE_EXCEEDED} where too many wait to be hashed
     */
    @Nullable
    Caller check(Access needed, @Nullable String authorization, long deadlineNanos, Supplier<Origin> origin) {
        checkGiven(needed, authorization);
        if (authorization == null || !needed.asksWho()) {
            return null;
        }
        String key = keyOf(authorization);
        Accounts.Known known = accountByCredentials.getIfPresent(key);
        Caller caller = known == null ? checkedOnce(key, authorization, deadlineNanos, origin) : known.caller();
        if (!needed.admits(caller)) {
            throw WizdException.of(ErrorCode.FORBIDDEN, whatIsNeeded(needed));
        }
        return caller;
    }

    /** What is being checked now may have been read before the change: whoever comes from now on does not wait for that. */
    private void forget(String name) {
        forgotten.incrementAndGet();
        beingChecked.clear();
        accountByCredentials
                .asMap()
                .values()
                .removeIf(account -> account.caller().name().equals(name));
    }

    private Caller checkedOnce(String key, String authorization, long deadlineNanos, Supplier<Origin> origin) {
        CompletableFuture<Caller> mine = new CompletableFuture<>();
        CompletableFuture<Caller> others = beingChecked.putIfAbsent(key, mine);
        if (others != null) {
            return await(others, deadlineNanos);
        }
        try {
            Caller caller = checked(key, authorization, deadlineNanos, origin);
            mine.complete(caller);
            return caller;
        } catch (Throwable e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            beingChecked.remove(key, mine);
        }
    }

    private Caller checked(String key, String authorization, long deadlineNanos, Supplier<Origin> origin) {
        String matchedBefore = Objects.requireNonNullElse(matchedHashByCredentials.getIfPresent(key), "");
        long forgottenBefore = forgotten.get();
        Accounts.Known account;
        try {
            account = accounts.check(authorization, matchedBefore, deadlineNanos, origin);
        } catch (WizdException e) {
            if (e.fault().code() == ErrorCode.UNAUTHORIZED) {
                matchedHashByCredentials.invalidate(key);
            }
            throw e;
        }
        if (!account.passwordHash().isEmpty()) {
            matchedHashByCredentials.put(key, account.passwordHash());
        }
        accountByCredentials.put(key, account);
        // In this order: what changes behind this line finds what was put.
        if (forgotten.get() != forgottenBefore) {
            accountByCredentials.invalidate(key);
        }
        return account.caller();
    }

    private static Caller await(CompletableFuture<Caller> caller, long deadlineNanos) {
        try {
            return caller.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new WizdException(Fault.of(ErrorCode.DEADLINE_EXCEEDED, "the credentials were not checked in time")
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
