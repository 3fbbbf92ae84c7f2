package io.wizd.handlers;

import static io.wizd.handlers.ProcedureCalls.call;
import static io.wizd.handlers.ProcedureCalls.single;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.db.Schema;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestServer;
import io.wizd.protocol.ErrorCode;
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

    @Test
    void aLinkIsMadeWithItsMailAndUsedOnce() throws Exception {
        single(
                main,
                "account_create",
                "{\"name\":\"ann\",\"passwordHash\":\"one\",\"roles\":[\"user\"],\"email\":\"ann@example.org\","
                        + "\"confirmed\":false,\"by\":\"\",\"from\":\"\"}");
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
}
