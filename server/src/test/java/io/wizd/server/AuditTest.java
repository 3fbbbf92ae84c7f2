package io.wizd.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.db.testing.Eventually;
import io.wizd.handlers.spec.MessageAccess;
import io.wizd.server.connection.TrustedProxies;
import io.wizd.server.http.site.HostNames;
import io.wizd.server.http.site.OtherOrigins;
import io.wizd.server.http.site.Sites;
import io.wizd.server.testing.AccountMessages;
import io.wizd.server.testing.TestWizd;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The history of what is changed elsewhere than in main: members, and how access is configured. */
class AuditTest {
    private static final String ADMIN = TestWizd.adminAuthorization();

    private static TestWizd wizd;
    private static AccountMessages messages;

    @BeforeAll
    static void start() {
        AccessConfig access = new AccessConfig(
                new Sites(HostNames.of("cards.example.com"), OtherOrigins.of("https://app.example.com")),
                MessageAccess.OPEN);
        wizd = TestWizd.start(access, TrustedProxies.of("192.0.2.0/24"));
        messages = new AccountMessages(wizd);
    }

    @AfterAll
    static void end() {
        wizd.close();
    }

    /** What it tells of the account that a member belongs to, the oldest first. */
    private List<String> entries(String details) {
        JsonNode entries =
                messages.data("audit-list", ADMIN, Map.of("limit", 1000)).path("entries");
        return StreamSupport.stream(entries.spliterator(), false)
                .filter(entry -> entry.path("details").asText().contains(details))
                .map(entry -> entry.path("action").asText() + " by "
                        + entry.path("who").asText() + " from "
                        + entry.path("from").asText() + ": "
                        + entry.path("details").asText())
                .toList()
                .reversed();
    }

    private static Map<String, Object> member(long account, long clientId) {
        return Map.of(
                "first_name",
                "Ada",
                "last_name",
                "King",
                "phone_number",
                "4930123456",
                "client_member_id",
                clientId,
                "account_id",
                account);
    }

    @Test
    void eachChangeOfAMemberIsTold() {
        long id = messages.data("member-create", ADMIN, member(71_001, 1))
                .path("id")
                .asLong();
        messages.data("member-update", ADMIN, Map.of("id", id, "last_name", "Lovelace"));
        messages.data("member-delete", ADMIN, Map.of("id", id));

        assertThat(entries("71001"))
                .containsExactly("member-create by admin from 127.0.0.1:"
                        + " first_name, last_name, phone_number, client_member_id 1, account_id 71001");
        assertThat(entries("id " + id))
                .containsExactly(
                        "member-update by admin from 127.0.0.1: id " + id + ", last_name",
                        "member-delete by admin from 127.0.0.1: id " + id);
    }

    @Test
    void whatChangedNothingIsNotTold() {
        messages.data("member-create", ADMIN, member(71_002, 1));

        assertThat(messages.code("member-create", ADMIN, member(71_002, 1))).isEqualTo("MEMBER_EXISTS");
        assertThat(messages.code("member-delete", ADMIN, Map.of("id", 71_002_000_000_001L)))
                .isEqualTo("NOT_FOUND");

        Eventually.await(
                "the one that failed is taken back", () -> entries("71002").size() == 1);
    }

    @Test
    void aBatchIsOneEntry() {
        wizd.addAccount("batcher", "right", "operator");
        String batcher = TestWizd.authorization("batcher", "right");
        messages.data("member-batch", batcher, Map.of("members", List.of(member(71_003, 1), member(71_003, 2))));

        assertThat(entries("members"))
                .filteredOn(entry -> entry.contains(" by batcher "))
                .containsExactly("member-batch by batcher from 127.0.0.1: members");
    }

    @Test
    void theConfigurationOfAccessIsToldWhenItIsNew() {
        String expected =
                "hosts: cards.example.com, localhost and loopback addresses; origins: https://app.example.com;"
                        + " kv.read: anyone; kv.write: anyone; kv.deletePrefix: anyone; stats: anyone;"
                        + " signUp: true; trusted proxies: 192.0.2.0/24";
        Eventually.await("the history has it", () -> !entries(expected).isEmpty());

        assertThat(entries(expected)).singleElement().asString().startsWith("configuration by  from ");
        wizd.execute("CALL audit_configuration('[{\"from\":\"h\",\"details\":\"one\"}]')");
        wizd.execute("CALL audit_configuration('[{\"from\":\"h\",\"details\":\"one\"}]')");
        wizd.execute("CALL audit_configuration('[{\"from\":\"h\",\"details\":\"two\"}]')");
        wizd.execute("CALL audit_configuration('[{\"from\":\"h\",\"details\":\"one\"}]')");
        assertThat(entries("").stream().filter(entry -> entry.contains("from h:")))
                .containsExactly(
                        "configuration by  from h: one",
                        "configuration by  from h: two",
                        "configuration by  from h: one");
    }
}
