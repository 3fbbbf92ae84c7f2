package io.wizd.handlers.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.wizd.budget.RefusalLog;
import io.wizd.event.Origin;
import io.wizd.handlers.spec.Fingerprint;
import io.wizd.protocol.WizdException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

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

    private final WindowLimit byAddress;
    private final WindowLimit byAccount;
    private final WindowLimit byBoth;
    private final Cache<String, Boolean> known;

    /** @param ticker the time */
    FailedLogins(Ticker ticker) {
        WindowLimit.Refusals refusals = new WindowLimit.Refusals(
                "passwords were wrong too often; wait, and try again",
                new RefusalLog(
                        () -> "passwords were wrong too often, so who tries more must wait",
                        "if clients behind a proxy are refused that are right, name the proxy in wizd.trustedProxies"));
        this.byAddress = new WindowLimit(MAX_BY_ADDRESS, WINDOW, refusals, ticker);
        this.byAccount = new WindowLimit(MAX_BY_ACCOUNT, WINDOW, refusals, ticker);
        this.byBoth = new WindowLimit(MAX_BY_ADDRESS, WINDOW, refusals, ticker);
        this.known = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterAccess(KNOWN)
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
        String network = Origin.networkOf(address);
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
                byBoth.check(both);
                return;
            }
            byAddress.check(network);
            if (byBoth.count(both) > 0) {
                byAccount.check(account);
            }
        }

        /** The password was wrong, or there is no such account. */
        void failed() {
            if (known.getIfPresent(both) == null) {
                byAddress.add(network);
            }
            byAccount.add(account);
            byBoth.add(both);
        }

        /** The password was right. */
        void succeeded() {
            known.put(both, true);
            byBoth.forget(both);
        }
    }

    /** Names are of any length, and what is kept of them is not. */
    private static String hash(String text) {
        return Fingerprint.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
