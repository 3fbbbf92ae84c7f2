package io.wizd.handlers.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.wizd.budget.RefusalLog;
import io.wizd.handlers.spec.Fingerprint;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.WizdException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds how many passwords can be tried. An address has {@value #MAX_BY_ADDRESS} failures in five minutes. Where an account has
 * {@value #MAX_BY_ACCOUNT} of them, whoever has failed on it once must wait; so the owner comes in from anywhere with the first try, and
 * nobody can lock him out. From where he has come in before, only failures of that address on that account count, and these count for nobody else there. What is
 * remembered is bounded, and gone with the process. Any thread.
 */
final class FailedLogins {
    static final int MAX_BY_ADDRESS = 20;
    static final int MAX_BY_ACCOUNT = 50;
    static final Duration WINDOW = Duration.ofMinutes(5);

    /** How long it counts that somebody came in from an address. */
    static final Duration KNOWN = Duration.ofDays(7);

    private static final int MAX_REMEMBERED = 10_000;

    private final Cache<String, AtomicInteger> byAddress;
    private final Cache<String, AtomicInteger> byAccount;
    private final Cache<String, AtomicInteger> byBoth;
    private final Cache<String, Boolean> known;
    private final RefusalLog refusals = new RefusalLog(
            () -> "passwords were wrong too often, so who tries more must wait",
            "if clients behind a proxy are refused that are right, name the proxy in wizd.trustedProxies");

    /** @param ticker the time */
    FailedLogins(Ticker ticker) {
        this.byAddress = counts(ticker);
        this.byAccount = counts(ticker);
        this.byBoth = counts(ticker);
        this.known = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterAccess(KNOWN)
                .ticker(ticker)
                .build();
    }

    /** A count is made by the first failure of a window, and goes with it. */
    private static Cache<String, AtomicInteger> counts(Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(WINDOW)
                .ticker(ticker)
                .build();
    }

    /**
     * One try to log in.
     *
     * @param account its name, which need not exist
     * @param address without a port
     */
    Attempt attempt(String account, String address) {
        String network = network(address);
        return new Attempt(hash(account), network, hash(network + "\n" + account));
    }

    /** From where somebody tries which account. */
    final class Attempt {
        private final String account;
        private final String network;
        private final String both;

        private Attempt(String account, String network, String both) {
            this.account = account;
            this.network = network;
            this.both = both;
        }

        /** @throws WizdException {@code RATE_LIMITED} */
        void check() {
            if (known.getIfPresent(both) != null) {
                refuseFrom(MAX_BY_ADDRESS, byBoth, both);
                return;
            }
            refuseFrom(MAX_BY_ADDRESS, byAddress, network);
            if (count(byBoth, both) > 0) {
                refuseFrom(MAX_BY_ACCOUNT, byAccount, account);
            }
        }

        /** The password was wrong, or there is no such account. */
        void failed() {
            if (known.getIfPresent(both) == null) {
                addTo(byAddress, network);
            }
            addTo(byAccount, account);
            addTo(byBoth, both);
        }

        /** The password was right. */
        void succeeded() {
            known.put(both, true);
            byBoth.invalidate(both);
        }
    }

    private void refuseFrom(int max, Cache<String, AtomicInteger> counts, String key) {
        if (count(counts, key) >= max) {
            refusals.refused();
            throw new WizdException(
                    Fault.of(ErrorCode.RATE_LIMITED, "passwords were wrong too often; wait, and try again")
                            .retryAfterMs(Math.max(1_000, restOfWindowMs(counts, key))));
        }
    }

    private static int count(Cache<String, AtomicInteger> counts, String key) {
        AtomicInteger count = counts.getIfPresent(key);
        return count == null ? 0 : count.get();
    }

    private static void addTo(Cache<String, AtomicInteger> counts, String key) {
        counts.get(key, first -> new AtomicInteger()).incrementAndGet();
    }

    private static long restOfWindowMs(Cache<String, AtomicInteger> counts, String key) {
        return counts.policy()
                .expireAfterWrite()
                .map(expiry -> expiry.ageOf(key, TimeUnit.MILLISECONDS).orElse(0))
                .map(ageMs -> WINDOW.toMillis() - ageMs)
                .orElseThrow();
    }

    /** Names are of any length, and what is kept of them is not. */
    private static String hash(String text) {
        return Fingerprint.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The address, or its IPv6 network of 64 bits, which one machine has whole. */
    private static String network(String address) {
        try {
            InetAddress literal = InetAddress.ofLiteral(address);
            return literal instanceof Inet6Address
                    ? InetAddress.getByAddress(Arrays.copyOf(
                                    Arrays.copyOf(literal.getAddress(), Long.BYTES), literal.getAddress().length))
                            .getHostAddress()
                    : literal.getHostAddress();
        } catch (IllegalArgumentException | UnknownHostException e) {
            return address;
        }
    }
}
