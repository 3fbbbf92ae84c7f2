package io.wizd.handlers.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many passwords can be tried, and who is never kept out by the tries of others. */
class FailedLoginsTest {
    private static final String OWNER = "192.0.2.1";

    private final AtomicLong now = new AtomicLong();
    private final FailedLogins logins = new FailedLogins(now::get);

    private void fail(int times, String account, String address) {
        for (int i = 0; i < times; i++) {
            logins.attempt(account, address).check();
            logins.attempt(account, address).failed();
        }
    }

    private void assertAdmitted(String account, String address) {
        assertThatCode(() -> logins.attempt(account, address).check()).doesNotThrowAnyException();
    }

    private void assertLimited(String account, String address) {
        assertThatThrownBy(() -> logins.attempt(account, address).check())
                .isInstanceOfSatisfying(WizdException.class, e -> {
                    assertThat(e.fault().code()).isEqualTo(ErrorCode.RATE_LIMITED);
                    assertThat(e.fault().retryAfterMs()).isBetween(1L, FailedLogins.WINDOW.toMillis());
                });
    }

    /** As from many machines: each fails once. */
    private void attackFromEverywhere(String account) {
        for (int i = 0; i < FailedLogins.MAX_BY_ACCOUNT; i++) {
            fail(1, account, "198.51.100." + i);
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void whoHasComeInFromAnAddressHoldsUpNobodyElseThere() {
        logins.attempt("ann", OWNER).succeeded();
        fail(FailedLogins.MAX_BY_ADDRESS, "ann", OWNER);

        assertLimited("ann", OWNER);
        assertAdmitted("bob", OWNER);
    }

    @Test
    void anAddressHasSoManyFailuresWhateverTheAccounts() {
        for (int i = 0; i < FailedLogins.MAX_BY_ADDRESS; i++) {
            fail(1, "account-" + i, "192.0.2.66");
        }
        assertLimited("account-0", "192.0.2.66");
        assertLimited("ann", "192.0.2.66");
        assertAdmitted("account-0", "192.0.2.67");
    }

    @Test
    void afterTheWindowItMayTryAgain() {
        fail(1, "ann", "192.0.2.66");
        pass(FailedLogins.WINDOW.minusSeconds(10));
        fail(FailedLogins.MAX_BY_ADDRESS - 1, "ann", "192.0.2.66");
        assertThatThrownBy(() -> logins.attempt("ann", "192.0.2.66").check())
                .isInstanceOfSatisfying(
                        WizdException.class,
                        e -> assertThat(e.fault().retryAfterMs()).isEqualTo(10_000));
        pass(Duration.ofSeconds(10));
        assertAdmitted("ann", "192.0.2.66");
    }

    @Test
    void anAccountThatIsTriedFromEverywhereHasOneTryAnAddress() {
        attackFromEverywhere("ann");
        assertLimited("ann", "198.51.100.0");
        assertLimited("ann", "198.51.100.49");
        assertAdmitted("bob", "198.51.100.0");
        fail(1, "ann", "203.0.113.7");
        assertLimited("ann", "203.0.113.7");
    }

    @Test
    void nobodyKeepsTheOwnerOut() {
        attackFromEverywhere("ann");
        assertAdmitted("ann", OWNER);
        logins.attempt("ann", OWNER).succeeded();
        fail(3, "ann", OWNER);
        assertAdmitted("ann", OWNER);
    }

    @Test
    void whoHasComeInFromAnAddressIsNotHeldUpByWhatOthersDoThere() {
        logins.attempt("ann", OWNER).succeeded();
        fail(FailedLogins.MAX_BY_ADDRESS, "bob", OWNER);
        assertLimited("bob", OWNER);
        assertAdmitted("ann", OWNER);
        pass(FailedLogins.KNOWN.plusSeconds(1));
        fail(FailedLogins.MAX_BY_ADDRESS, "bob", OWNER);
        assertLimited("ann", OWNER);
    }

    @Test
    void whoHasComeInBeforeMayNotTryWithoutEndEither() {
        logins.attempt("ann", OWNER).succeeded();
        fail(FailedLogins.MAX_BY_ADDRESS, "ann", OWNER);
        assertLimited("ann", OWNER);
    }

    /** Else whoever has an account could try those of others without end. */
    @Test
    void aSuccessForgetsNoFailureOnAnotherAccount() {
        for (int i = 0; i < FailedLogins.MAX_BY_ADDRESS; i++) {
            fail(1, "ann", "192.0.2.66");
            logins.attempt("eve", "192.0.2.66").succeeded();
        }
        assertLimited("ann", "192.0.2.66");
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8::1, 2001:db8::ffff:1:2, true",
        "2001:db8::1, 2001:db8:0:1::1, false",
        "::ffff:192.0.2.1, 192.0.2.1, true",
        "::ffff:192.0.2.1, ::ffff:192.0.2.2, false",
        "unknown, unknown, true"
    })
    void aNetworkOfIpv6IsOneAddress(String one, String other, boolean same) {
        fail(FailedLogins.MAX_BY_ADDRESS, "ann", one);
        if (same) {
            assertLimited("bob", other);
        } else {
            assertAdmitted("bob", other);
        }
    }
}
