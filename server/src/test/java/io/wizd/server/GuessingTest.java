package io.wizd.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.handlers.accounts.SignUpSettings;
import io.wizd.server.connection.TrustedProxies;
import io.wizd.server.testing.AccountMessages;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.TestWizd;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever guesses: passwords, and links of mails. */
class GuessingTest {
    private static final int MAX_WRONG = 20;

    private static TestWizd wizd;
    private static AccountMessages messages;

    @BeforeAll
    static void start() {
        wizd = TestWizd.start(AccessConfig.DEFAULT, SignUpSettings.OPEN, TrustedProxies.NONE);
        messages = new AccountMessages(wizd);
    }

    @AfterAll
    static void end() {
        wizd.close();
    }

    /** What is being hashed at one moment has not failed yet; whatever waits behind it is looked at again. */
    @Test
    void manyAtOnceTryNoMoreThanOneAfterTheOther() throws Exception {
        wizd.addAccount("ann", "right", "user");
        List<Callable<String>> logins = IntStream.range(0, 3 * MAX_WRONG)
                .<Callable<String>>mapToObj(
                        i -> () -> messages.code("login", "", Map.of("name", "ann", "password", "wrong " + i)))
                .toList();
        int hashedAtOnce = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        try (ExecutorService clients = Executors.newFixedThreadPool(logins.size())) {
            long tried = 0;
            for (Future<String> login : clients.invokeAll(logins)) {
                tried += login.get().equals("UNAUTHORIZED") ? 1 : 0;
            }
            assertThat(tried).isPositive().isLessThan(MAX_WRONG + hashedAtOnce);
        }
    }

    @Test
    void linksThatAreNoneAreRefusedAfterAWhileAndNoReplyIsKept() {
        for (int i = 0; i < MAX_WRONG; i++) {
            assertThat(messages.code("user-confirm", "", Map.of("token", "none" + i)))
                    .isEqualTo("LINK_ENDED");
        }
        assertThat(messages.code("password-reset", "", Map.of("token", "none", "newPassword", "glass otter lantern")))
                .isEqualTo("RATE_LIMITED");

        assertThat(confirm("one")).contains("RATE_LIMITED");
        assertThat(confirm("another"))
                .as("nobody remembers a requestId that was refused so")
                .contains("RATE_LIMITED");
    }

    private static String confirm(String token) {
        try (RawConnection connection = wizd.connect()) {
            return connection
                    .send("{\"msgType\":\"user-confirm\",\"requestId\":\"guess\",\"message\":{\"token\":\"" + token
                            + "\"}}")
                    .readLine();
        }
    }
}
