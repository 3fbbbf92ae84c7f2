package io.wizd.handlers;

import static io.wizd.handlers.ProcedureCalls.call;
import static io.wizd.handlers.ProcedureCalls.single;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.db.Schema;
import io.wizd.db.testing.Sql;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestServer;
import io.wizd.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The way of a link through the procedures, which no message case can go, on every database. */
@ParameterizedClass
@MethodSource("io.wizd.db.testing.TestServers#all")
@SuppressWarnings("NullAway.Init") // the fields are set before each round of tests
class AccountProceduresTest {
    private static TestDatabase main;

    @Parameter
    TestServer server;

    @BeforeParameterizedClassInvocation
    static void open(TestServer server) {
        main = server.freshDatabase(Schema.MAIN);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        main.close();
    }

    private static JsonNode take(String link) throws Exception {
        return single(
                main,
                "account_mail_take",
                "{\"linkHash\":\"" + link + "\",\"confirmSeconds\":100,\"resetSeconds\":100,\"leaseSeconds\":100}");
    }

    private static int use(String link, String kind, String more) throws Exception {
        return call(
                        main,
                        "account_link_use",
                        "[{\"linkHash\":\"" + link + "\",\"kind\":\"" + kind + "\",\"from\":\"\",\"action\":\"x\""
                                + more + "}]")
                .getFirst()
                .status();
    }

    private static void signUp(String name, String email, int maxUnconfirmed) throws Exception {
        single(
                main,
                "account_create",
                "{\"name\":\"" + name + "\",\"passwordHash\":\"one\",\"roles\":[\"user\"],\"email\":\"" + email
                        + "\",\"confirmed\":false,\"maxUnconfirmed\":" + maxUnconfirmed
                        + ",\"by\":\"\",\"from\":\"\"}");
    }

    @Test
    void aLinkIsMadeWithItsMailAndUsedOnce() throws Exception {
        signUp("ann", "ann@example.org", 10);
        assertThat(single(main, "account_find", "{\"name\":\"ann\"}")
                        .path("confirmed")
                        .asText())
                .isEqualTo("false");

        JsonNode mail = take("a");
        assertThat(mail.path("email").asText()).isEqualTo("ann@example.org");
        assertThat(mail.path("kind").asText()).isEqualTo("confirm");
        assertThat(take("b").isEmpty()).as("another server finds nothing due").isTrue();
        single(
                main,
                "account_mail_end",
                "{\"id\":" + mail.path("id") + ",\"tries\":1,\"linkHash\":\"a\",\"againMs\":0}");
        assertThat(use("a", "confirm", "")).as("it was not sent").isEqualTo(ErrorCode.LINK_ENDED.id());

        assertThat(take("c").path("tries").asInt()).isEqualTo(2);
        single(main, "account_mail_end", "{\"id\":" + mail.path("id") + ",\"tries\":2}");
        assertThat(use("c", "reset", ",\"passwordHash\":\"two\"")).isEqualTo(ErrorCode.LINK_ENDED.id());
        assertThat(use("c", "confirm", "")).isZero();
        assertThat(use("c", "confirm", "")).isEqualTo(ErrorCode.LINK_ENDED.id());

        single(main, "account_mail_ask", "{\"kind\":\"reset\",\"addressee\":\"ann@example.org\"}");
        assertThat(take("d").path("id").asInt(-1)).as("whose address it is").isZero();
        assertThat(take("e").path("name").asText()).isEqualTo("ann");
        assertThat(single(main, "account_link_find", "{\"linkHash\":\"e\",\"kind\":\"reset\"}")
                        .path("email")
                        .asText())
                .isEqualTo("ann@example.org");
        assertThat(use("e", "reset", ",\"passwordHash\":\"two\"")).isZero();
        JsonNode ann = single(main, "account_find", "{\"name\":\"ann\"}");
        assertThat(ann.path("passwordHash").asText()).isEqualTo("two");
        assertThat(ann.path("confirmed").asText()).isEqualTo("true");
    }

    @Test
    void ofThoseWhoHaveNotConfirmedTheOldestGiveWay() throws Exception {
        single(main, "account_add_first", "{\"name\":\"old\",\"passwordHash\":\"one\",\"role\":\"user\"}");
        for (int i = 0; i < 5; i++) {
            signUp("new-" + i, "new@example.org", 2);
        }

        assertThat(Sql.column(main.owner(), "SELECT name FROM account WHERE name LIKE 'new-%' ORDER BY id"))
                .containsExactly("new-2", "new-3", "new-4");
        assertThat(Sql.query(main.owner(), "SELECT COUNT(*) FROM account WHERE name = 'old'"))
                .isEqualTo("1");

        Sql.execute(
                main.owner(),
                "UPDATE account SET created_at = created_at - INTERVAL 7 DAY WHERE name IN ('new-3', 'old')");
        signUp("new-5", "new@example.org", 10);
        assertThat(Sql.column(
                        main.owner(), "SELECT name FROM account WHERE name LIKE 'new-%' OR name = 'old' ORDER BY id"))
                .containsExactly("old", "new-2", "new-4", "new-5");
        Sql.execute(main.owner(), "DELETE FROM account_mail");
    }

    /** Else whoever makes many accounts with the address of somebody else could fill their mailbox, or keep them from theirs. */
    @Test
    void thoseWithOneAddressThatIsNotConfirmedGetFiveMailsAnHourTogether() throws Exception {
        for (int i = 0; i < 7; i++) {
            signUp("many-" + i, "many@example.org", 10);
        }
        signUp("another", "another@example.org", 10);

        List<String> sentTo = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            sentTo.add(take("many" + i).path("email").asText());
        }
        assertThat(sentTo.stream().filter("many@example.org"::equals)).hasSize(5);
        assertThat(sentTo).containsOnlyOnce("another@example.org");
        signUp("owner", "many@example.org", 10);
        Sql.execute(main.owner(), "UPDATE account SET confirmed = TRUE WHERE name = 'owner'");
        Sql.execute(main.owner(), "DELETE FROM account_mail");
        Sql.execute(main.owner(), "UPDATE account_link SET kind = 'reset'");
        single(main, "account_mail_ask", "{\"kind\":\"reset\",\"addressee\":\"owner\"}");
        assertThat(take("of-the-owner").path("name").asText()).isEqualTo("owner");

        Sql.execute(main.owner(), "UPDATE account_link SET created_at = created_at - INTERVAL 1 HOUR");
        single(main, "account_mail_ask", "{\"kind\":\"confirm\",\"addressee\":\"many-6\"}");
        assertThat(take("later").path("name").asText()).isEqualTo("many-6");
        Sql.execute(main.owner(), "DELETE FROM account_mail");
    }

    @Test
    void theHistoryIsKeptForSomeTime() throws Exception {
        single(main, "account_add_first", "{\"name\":\"bob\",\"passwordHash\":\"one\",\"role\":\"user\"}");
        single(main, "account_roles", "{\"name\":\"bob\",\"roles\":[\"station\"],\"by\":\"x\",\"from\":\"\"}");

        assertThat(single(main, "account_audit_purge", "{\"keepSeconds\":3600}")
                        .path("purged")
                        .asInt())
                .isZero();
        assertThat(single(main, "account_audit_purge", "{\"keepSeconds\":-1}")
                        .path("purged")
                        .asInt())
                .isPositive();
    }

    private static String history() throws Exception {
        JsonNode entries = single(main, "account_audit_list", "{\"before\":1000000,\"limit\":100}")
                .path("entries");
        return entries.findValuesAsText("details").stream().sorted().toList().toString();
    }

    @Test
    void whatIsChangedElsewhereIsToldOnceAndTakenBack() throws Exception {
        String one =
                "{\"attempt\":1,\"by\":\"ann\",\"from\":\"::1\",\"action\":\"member-delete\",\"details\":\"id 1\"}";
        String two =
                "{\"attempt\":2,\"by\":\"ann\",\"from\":\"::1\",\"action\":\"member-delete\",\"details\":\"id 2\"}";
        assertThat(call(main, "audit_add", "[" + one + "," + two + "]")).hasSize(2);
        assertThat(call(main, "audit_add", "[" + two + "]")).hasSize(1);
        assertThat(history()).contains("id 1, id 2").doesNotContain("id 2, id 2");

        assertThat(call(main, "audit_drop", "[{\"attempt\":2},{\"attempt\":3}]"))
                .hasSize(2);
        assertThat(history()).contains("id 1").doesNotContain("id 2");
    }

    @Test
    void aConfigurationIsToldWhereItIsAnotherThanBefore() throws Exception {
        for (String details : new String[] {"old", "old", "new", "old", "old"}) {
            single(main, "audit_configuration", "{\"from\":\"a\",\"details\":\"" + details + "\"}");
            single(main, "audit_configuration", "{\"from\":\"b\",\"details\":\"other\"}");
        }
        assertThat(history())
                .contains("new")
                .contains("old, old, other")
                .doesNotContain("old, old, old", "other, other");
    }

    /** The server died between the change and its reply: whoever begins it again gets the reply, and changes nothing. */
    @Test
    void theReplyIsKeptTogetherWithTheChange() throws Exception {
        begin("c");
        single(
                main,
                "account_create",
                "{\"name\":\"eve\",\"passwordHash\":\"one\",\"roles\":[\"station\",\"user\"],\"email\":\"eve@example.org\","
                        + "\"confirmed\":false,\"maxUnconfirmed\":100,\"by\":\"\",\"from\":\"\",\"requestHash\":\"c\"}");
        assertThat(begin("c").path("reply").asText())
                .isEqualTo("{\"data\":{\"name\": \"eve\", \"roles\": [\"station\", \"user\"], \"confirmed\": false}}");

        begin("p");
        single(
                main,
                "account_password",
                "{\"name\":\"eve\",\"oldHash\":\"one\",\"passwordHash\":\"two\",\"by\":\"eve\",\"from\":\"\","
                        + "\"action\":\"password-change\",\"requestHash\":\"p\"}");
        assertThat(begin("p").path("reply").asText()).isEqualTo("{\"data\":{\"tokensEnded\":0}}");

        JsonNode mail = take("m");
        assertThat(mail.path("name").asText()).isEqualTo("eve");
        begin("l");
        assertThat(use("m", "confirm", ",\"requestHash\":\"l\"")).isZero();
        assertThat(begin("l").path("reply").asText()).isEqualTo("{\"data\":{\"name\": \"eve\", \"confirmed\": true}}");

        begin("n");
        assertThat(use("m", "confirm", ",\"requestHash\":\"n\"")).isEqualTo(ErrorCode.LINK_ENDED.id());
        assertThat(begin("n").path("again").asBoolean())
                .as("nothing was changed")
                .isTrue();
    }

    /** As the server does, of which the one before is not heard any more. */
    private static JsonNode begin(String request) throws Exception {
        return single(
                main,
                "request_begin",
                "{\"requestHash\":\"" + request + "\",\"fingerprint\":\"f\",\"attempt\":\"" + System.nanoTime()
                        + "\",\"leaseMs\":0}");
    }
}
