package io.wizd.server;

import static io.wizd.server.http.HttpCase.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.handlers.accounts.SignUpSettings;
import io.wizd.handlers.spec.MessageAccess;
import io.wizd.protocol.Jsons;
import io.wizd.server.connection.TrustedProxies;
import io.wizd.server.http.HttpCase;
import io.wizd.server.http.site.Sites;
import io.wizd.server.testing.AccessPage;
import io.wizd.server.testing.AccessPage.Row;
import io.wizd.server.testing.AccountMessages;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.TestWizd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may send what: docs/access.md is what the specs declare, and what a server does, for each type and each route. */
class AccessTableTest {
    private static final List<String> ROLES = List.of("user", "station", "operator", "admin");

    /** The pages of the server, which are no messages, that anyone may see. */
    private static final List<String> OPEN_PAGES =
            List.of("GET /", "GET /account", "GET /health/live", "GET /health/ready", "GET /openapi.json");

    /** This one whoever may send stats. */
    private static final String METRICS = "GET /metrics";

    /** Each wrong password comes from an address of its own, because there they are counted. */
    private final AtomicInteger addresses = new AtomicInteger();

    /** When this fails, the table that it expects goes into the page. */
    @Test
    void thePageIsWhatTheSpecsDeclare() {
        assertThat(AccessPage.page()).isEqualTo(AccessPage.ofCode());
    }

    @Test
    void eachRouteIsInThePageOrIsAPage() throws IOException {
        JsonNode paths = Jsons.MAPPER
                .readTree(HttpCase.responseTo(request("GET /openapi.json HTTP/1.1"))
                        .body())
                .path("paths");
        List<String> routes = new ArrayList<>();
        paths.properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(verb -> {
                    if (List.of("get", "post", "put", "patch", "delete").contains(verb)) {
                        routes.add(verb.toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));
        List<String> known = AccessPage.ofPage().stream()
                .flatMap(row -> row.routes().stream())
                .filter(route -> !route.equals("–"))
                .map(route -> route.replaceFirst("(?<=[^ ])/$", ""))
                .toList();
        assertThat(routes)
                .filteredOn(route -> !route.startsWith("POST /messages") && !route.equals("POST /"))
                .containsExactlyInAnyOrderElementsOf(Stream.of(known, OPEN_PAGES, List.of(METRICS))
                        .flatMap(List::stream)
                        .toList());
    }

    /** A page of another site may send what is safe, with the credentials of whoever looks at it. */
    @Test
    void whatIsSafeChangesNothing() {
        assertThat(AccessPage.writesByGet()).isEmpty();
    }

    @ParameterizedTest(name = "in production: {0}")
    @ValueSource(booleans = {false, true})
    void aServerDoesWhatThePageSays(boolean inProduction) {
        MessageAccess keys = inProduction ? AccessPage.PRODUCTION : MessageAccess.OPEN;
        SignUpSettings signUp = inProduction ? SignUpSettings.CLOSED : SignUpSettings.OPEN;
        AccessConfig access = new AccessConfig(Sites.DEFAULT, keys);
        List<String> wrong = new ArrayList<>();
        try (TestWizd wizd = TestWizd.start(access, signUp, TrustedProxies.of("127.0.0.1"))) {
            ROLES.forEach(role -> wizd.addAccount("matrix-" + role, "right", role));
            Map<String, String> callers = callers(wizd);
            for (Row row : AccessPage.ofPage()) {
                for (Map.Entry<String, String> caller : callers.entrySet()) {
                    String expected = expected(row, caller.getKey(), inProduction);
                    answers(wizd, row, caller.getValue()).forEach((way, code) -> {
                        if (!code.equals(expected)) {
                            wrong.add(way + " as " + caller.getKey() + ": " + code + ", not " + expected);
                        }
                    });
                }
            }
            for (String page : OPEN_PAGES) {
                wrong.addAll(refused(wizd, page));
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** What each sends as its credentials; nothing at all where that is empty. */
    private static Map<String, String> callers(TestWizd wizd) {
        Map<String, String> callers = new LinkedHashMap<>();
        callers.put("nobody", "");
        callers.put("somebody wrong", TestWizd.authorization("admin", "wrong"));
        callers.put("somebody unknown", "Bearer x");
        AccountMessages messages = new AccountMessages(wizd);
        String revoked = messages.login("matrix-admin", "right");
        messages.data("logout", revoked, Map.of());
        callers.put("somebody with a revoked token", revoked);
        callers.put("somebody with an expired token", messages.login("matrix-admin", "right"));
        wizd.execute("UPDATE account_token AS t JOIN account AS a ON a.id = t.account_id"
                + " SET t.expires_at = UTC_TIMESTAMP(6) WHERE a.name = 'matrix-admin'");
        ROLES.forEach(role -> callers.put(role, TestWizd.authorization("matrix-" + role, "right")));
        return callers;
    }

    private static String expected(Row row, String caller, boolean inProduction) {
        String role = ROLES.contains(caller) ? caller : "";
        if (row.refusesWrongCredentials() && caller.startsWith("somebody")) {
            return "UNAUTHORIZED";
        }
        if (row.admits(role, inProduction)) {
            return "admitted";
        }
        return role.isEmpty() ? "UNAUTHORIZED" : "FORBIDDEN";
    }

    /** What becomes of the message over each way there is. */
    private Map<String, String> answers(TestWizd wizd, Row row, String authorization) {
        Map<String, String> answers = new LinkedHashMap<>();
        if (row.type().equals("stats")) {
            answers.put(METRICS, overHttp(wizd, METRICS, "", authorization));
        }
        answers.put(row.type() + " over TCP", overTcp(wizd, row.type(), authorization));
        answers.put(
                "POST /messages with " + row.type(),
                overHttp(wizd, "POST /messages", message(row.type(), ""), authorization));
        Stream.concat(Stream.of("POST /messages/" + row.type()), row.routes().stream())
                .filter(route -> !route.equals("–"))
                .forEach(route -> answers.put(
                        route, overHttp(wizd, route.replaceAll("\\{[^}]*}", "no-such-thing"), "", authorization)));
        return answers;
    }

    private static String message(String type, String authorization) {
        String token = authorization.isEmpty() ? "" : ",\"token\":\"" + authorization + "\"";
        return "{\"msgType\":\"" + type + "\"" + token + ",\"message\":{}}";
    }

    private String overTcp(TestWizd wizd, String type, String authorization) {
        try (RawConnection connection = wizd.connect()) {
            connection.send(
                    "PROXY TCP4 " + nextAddress() + " 127.0.0.1 4000 8003\r\n" + message(type, authorization) + "\n");
            return outcome(connection.readLine());
        }
    }

    private String overHttp(TestWizd wizd, String route, String body, String authorization) {
        boolean hasBody = !route.startsWith("GET") && !route.startsWith("DELETE");
        try (RawConnection connection = wizd.connect()) {
            connection.send(route + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Forwarded-For: "
                    + nextAddress() + "\r\n"
                    + (authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n")
                    + (hasBody ? "Content-Length: " + body.length() + "\r\n" : "")
                    + "\r\n" + body);
            return outcome(connection.readToEnd());
        }
    }

    private String nextAddress() {
        int number = addresses.incrementAndGet();
        return "198.51." + (number >> 8) + "." + (number & 255);
    }

    private static String outcome(String answer) {
        if (answer.isEmpty()) {
            return "no answer";
        }
        return Stream.of("UNAUTHORIZED", "FORBIDDEN", "RATE_LIMITED", "INTERNAL")
                .filter(code -> answer.contains("ode\":\"" + code + "\""))
                .findFirst()
                .orElse("admitted");
    }

    private List<String> refused(TestWizd wizd, String page) {
        return Stream.of("", TestWizd.authorization("admin", "wrong"))
                .filter(authorization ->
                        !overHttp(wizd, page, "", authorization).equals("admitted"))
                .map(authorization -> page + " is refused with credentials: " + authorization)
                .toList();
    }
}
