package io.wizd.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.db.testing.TestMariaDb;
import io.wizd.server.testing.AccountMessages;
import io.wizd.server.testing.TestWizd;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What administrators do to accounts, on databases whose only administrator is admin. */
class AdminsTest {
    private static final String PASSWORD = "glass otter lantern";
    private static final String ADMIN = TestWizd.adminAuthorization();

    private final TestWizd wizd = TestWizd.startOn(TestMariaDb.server());
    private final AccountMessages messages = new AccountMessages(wizd);

    @AfterEach
    void close() {
        wizd.close();
    }

    private static Map<String, ?> roles(String name, String... roles) {
        return Map.of("name", name, "roles", List.of(roles));
    }

    @Test
    void theLastAdministratorStaysOne() {
        assertThat(messages.code("user-roles", ADMIN, roles("admin", "operator")))
                .isEqualTo("LAST_ADMIN");
        assertThat(messages.code("user-deactivate", ADMIN, Map.of("name", "admin")))
                .isEqualTo("LAST_ADMIN");
        assertThat(messages.code("user-roles", ADMIN, roles("admin", "admin", "station")))
                .isEmpty();
    }

    @Test
    void ofTwoAdministratorsWhoRemoveEachOtherAtOnceOneStays() {
        wizd.addAccount("ann", PASSWORD, "admin");
        String ann = TestWizd.authorization("ann", PASSWORD);
        assertThat(messages.code("user-list", ann, Map.of())).isEmpty();

        CompletableFuture<String> one =
                CompletableFuture.supplyAsync(() -> messages.code("user-roles", ADMIN, roles("ann", "user")));
        CompletableFuture<String> other =
                CompletableFuture.supplyAsync(() -> messages.code("user-deactivate", ann, Map.of("name", "admin")));

        assertThat(List.of(one.join(), other.join())).containsOnlyOnce("");
    }

    @Test
    void anAdministratorWhoIsNotActiveDoesNotCount() {
        wizd.addAccount("ann", PASSWORD, "admin");
        messages.data("user-deactivate", ADMIN, Map.of("name", "ann"));

        assertThat(messages.code("user-deactivate", ADMIN, Map.of("name", "admin")))
                .isEqualTo("LAST_ADMIN");
    }

    /** Else the next start would take this one for the first. */
    @Test
    void anAccountThatIsNotActiveIsThereStill() {
        wizd.addAccount("ann", PASSWORD, "admin");
        messages.data("user-deactivate", TestWizd.authorization("ann", PASSWORD), Map.of("name", "admin"));

        assertThat(wizd.knows("admin")).isTrue();
        assertThat(wizd.knows("nobody")).isFalse();
    }

    @Test
    void otherRolesHoldAtOnceForTokensAndPasswords() {
        wizd.addAccount("ann", PASSWORD, "user");
        String token = messages.login("ann", PASSWORD);
        String basic = TestWizd.authorization("ann", PASSWORD);
        for (String authorization : List.of(token, basic)) {
            assertThat(messages.code("job-list", authorization, Map.of())).isEqualTo("FORBIDDEN");
        }

        messages.data("user-roles", ADMIN, roles("ann", "operator"));

        for (String authorization : List.of(token, basic)) {
            assertThat(messages.code("job-list", authorization, Map.of())).isEmpty();
            assertThat(messages.code("user-list", authorization, Map.of())).isEqualTo("FORBIDDEN");
        }
    }

    @Test
    void anAccountThatIsDeactivatedIsOutAtOnceAndItsNameStaysTaken() {
        wizd.addAccount("ann", PASSWORD, "operator");
        String token = messages.login("ann", PASSWORD);
        String basic = TestWizd.authorization("ann", PASSWORD);
        assertThat(messages.code("job-list", token, Map.of())).isEmpty();
        assertThat(messages.code("job-list", basic, Map.of())).isEmpty();

        messages.data("user-deactivate", ADMIN, Map.of("name", "ann"));

        assertThat(messages.code("job-list", token, Map.of())).isEqualTo("UNAUTHORIZED");
        assertThat(messages.code("job-list", basic, Map.of())).isEqualTo("UNAUTHORIZED");
        assertThat(messages.code("user-create", ADMIN, Map.of("name", "ann", "password", PASSWORD)))
                .isEqualTo("ACCOUNT_EXISTS");
    }

    @Test
    void theHistoryTellsWhoWhatAndFromWhereAndNoSecret() {
        wizd.addAccount("ann", PASSWORD, "user");
        String ann = messages.login("ann", PASSWORD);
        messages.data("password-change", ann, Map.of("oldPassword", PASSWORD, "newPassword", "velvet anchor pumpkin"));
        messages.data("logout", ann, Map.of());
        messages.data("user-roles", ADMIN, roles("ann", "station", "operator"));
        messages.data("user-roles", ADMIN, roles("ann", "operator", "station"));

        JsonNode history = messages.data("audit-list", ADMIN, Map.of());

        assertThat(history.path("entries"))
                .filteredOn(AdminsTest::isOfAnAccount)
                .extracting(entry -> entry.path("action").asText() + " of "
                        + entry.path("account").asText() + " by "
                        + entry.path("who").asText() + " from "
                        + entry.path("from").asText())
                .containsExactly(
                        "user-roles of ann by admin from 127.0.0.1", "password-change of ann by ann from 127.0.0.1");
        assertThat(history.at("/entries/0/details").asText()).isEqualTo("roles: user -> operator,station");
        assertThat(history.toString()).doesNotContain("argon2", "otter", "pumpkin", ann.substring(7));
    }

    @Test
    void theHistoryIsKeptForAsLongAsTheConfigurationSays() {
        messages.data("user-create", ADMIN, Map.of("name", "ann", "password", PASSWORD));
        messages.data("user-create", ADMIN, Map.of("name", "bob", "password", PASSWORD));
        wizd.execute("UPDATE account_audit SET at = at - INTERVAL 366 DAY WHERE account = 'ann'");
        wizd.execute("CALL account_audit_purge('[{\"keepSeconds\": 31536000}]')");

        assertThat(messages.data("audit-list", ADMIN, Map.of()).path("entries"))
                .filteredOn(AdminsTest::isOfAnAccount)
                .extracting(entry -> entry.path("account").asText())
                .containsExactly("bob");
    }

    /** A server also tells how it is configured. */
    private static boolean isOfAnAccount(JsonNode entry) {
        return !entry.path("account").asText().isEmpty();
    }
}
