package io.wizd.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.handlers.accounts.SignUpSettings;
import io.wizd.server.connection.TrustedProxies;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How many accounts and links an address gets without an account, over HTTP. */
@SuppressWarnings("NullAway.Init") // set before all tests
class SignUpLimitTest {
    private static final int MAX = 3;
    private static final String GOOD = "glass otter lantern";
    private static final AtomicInteger NAMES = new AtomicInteger();

    private static TestWizd wizd;

    /** Of this test alone. */
    private final String address = "192.0.2." + NAMES.incrementAndGet();

    private final String otherAddress = "198.51.100." + NAMES.get();

    @BeforeAll
    static void start() {
        wizd = TestWizd.start(AccessConfig.DEFAULT, new SignUpSettings(true, MAX), TrustedProxies.of("127.0.0.1"));
    }

    @AfterAll
    static void close() {
        wizd.close();
    }

    private static RawResponse post(String from, String path, String body, String... headers) {
        try (RawConnection connection = wizd.connect()) {
            return connection
                    .send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: " + from
                            + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n"
                            + String.join("", headers) + "\r\n" + body)
                    .readResponse();
        }
    }

    private static RawResponse signUp(String from, String password, String... headers) {
        String name = "limit-" + NAMES.incrementAndGet();
        return post(
                from,
                "/api/users/",
                "{\"name\":\"" + name + "\",\"password\":\"" + password + "\",\"email\":\"" + name + "@example.org\"}",
                headers);
    }

    private static void assertLimited(RawResponse response) {
        assertThat(response.status()).isEqualTo(429);
        assertThat(response.body()).contains("RATE_LIMITED");
        assertThat(Integer.parseInt(response.header("Retry-After"))).isBetween(1, 3600);
    }

    @Test
    void anAddressMakesSoManyAccountsAndOthersAreNotHeldUp() {
        for (int i = 0; i < MAX; i++) {
            assertThat(signUp(address, GOOD).status()).isEqualTo(201);
        }
        assertLimited(signUp(address, GOOD));
        assertThat(signUp(otherAddress, GOOD).status()).isEqualTo(201);
    }

    @Test
    void administratorsAreNotCounted() {
        String admin = "Authorization: " + TestWizd.adminAuthorization() + "\r\n";
        for (int i = 0; i <= MAX; i++) {
            assertThat(signUp(address, GOOD, admin).status()).isEqualTo(201);
        }
        assertThat(signUp(address, GOOD).status()).isEqualTo(201);
    }

    @Test
    void whoLooksForAPasswordThatIsStrongEnoughHasMadeNoAccount() {
        for (int i = 0; i <= MAX; i++) {
            assertThat(signUp(address, "password1").status()).isEqualTo(400);
        }
        assertThat(signUp(address, GOOD).status()).isEqualTo(201);
    }

    /** Else the answer would tell which there are. */
    @Test
    void anAddressForgetsSoManyPasswordsWhosever() {
        for (int i = 0; i < MAX; i++) {
            assertThat(forgot(address, i == 0 ? "admin" : "nobody-" + i).status())
                    .isEqualTo(200);
        }
        assertLimited(forgot(address, "admin"));
        assertLimited(forgot(address, "nobody"));
        assertThat(forgot(otherAddress, "admin").status()).isEqualTo(200);
        assertThat(signUp(address, GOOD).status()).as("counted apart").isEqualTo(201);
    }

    private static RawResponse forgot(String from, String name) {
        return post(from, "/api/password-forgot", "{\"name\":\"" + name + "\"}");
    }
}
