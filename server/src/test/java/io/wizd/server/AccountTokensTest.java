package io.wizd.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.server.connection.ConnectionLimits;
import io.wizd.server.testing.AccountMessages;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tokens of accounts: for how long they are worth something, and when they end. */
class AccountTokensTest {
    private static final String PASSWORD = "glass otter lantern";
    private static final Map<String, ?> NOTHING = Map.of();

    private final AccountMessages messages = new AccountMessages(TestWizd.shared());

    private static void account(String name) {
        TestWizd.shared().addAccount(name, PASSWORD, "user");
    }

    private static Map<String, String> change(String newPassword) {
        return Map.of("oldPassword", PASSWORD, "newPassword", newPassword);
    }

    @Test
    void aTokenThatIsRevokedIsWorthNothingAtOnceAndTheOthersStay() {
        account("tokens-ann");
        String first = messages.login("tokens-ann", PASSWORD);
        String second = messages.login("tokens-ann", PASSWORD);
        JsonNode tokens = messages.data("token-list", second, NOTHING).path("tokens");
        assertThat(tokens).hasSize(2);
        assertThat(tokens.get(0).path("current").booleanValue()).isTrue();
        assertThat(tokens.get(1).path("current").booleanValue()).isFalse();
        assertThat(messages.code("token-list", first, NOTHING)).isEmpty();

        messages.data(
                "token-revoke", second, Map.of("id", tokens.get(1).path("id").longValue()));

        assertThat(messages.code("token-list", first, NOTHING)).isEqualTo("UNAUTHORIZED");
        assertThat(messages.data("token-list", second, NOTHING).path("tokens")).hasSize(1);
    }

    @Test
    void nobodyRevokesATokenOfAnotherAccount() {
        account("tokens-bob");
        account("tokens-eve");
        String bob = messages.login("tokens-bob", PASSWORD);
        long id = messages.data("token-list", bob, NOTHING).at("/tokens/0/id").longValue();

        assertThat(messages.code("token-revoke", messages.login("tokens-eve", PASSWORD), Map.of("id", id)))
                .isEqualTo("NOT_FOUND");

        assertThat(messages.code("token-list", bob, NOTHING)).isEmpty();
    }

    @Test
    void aTokenIsWorthTheSameAfterARestart() {
        String token;
        try (TestWizd before = TestWizd.start(ConnectionLimits.defaults())) {
            before.addAccount("tokens-cid", PASSWORD, "user");
            token = new AccountMessages(before).login("tokens-cid", PASSWORD);
        }
        try (TestWizd after = TestWizd.start(ConnectionLimits.defaults())) {
            assertThat(new AccountMessages(after)
                            .data("token-list", token, NOTHING)
                            .path("tokens"))
                    .hasSize(1);
        }
    }

    @Test
    void aChangedPasswordEndsTheOldOneAndEveryTokenButItsOwnAtOnce() {
        account("tokens-dan");
        String own = messages.login("tokens-dan", PASSWORD);
        String other = messages.login("tokens-dan", PASSWORD);
        String old = TestWizd.authorization("tokens-dan", PASSWORD);
        assertThat(messages.code("token-list", other, NOTHING)).isEmpty();
        assertThat(messages.code("token-list", old, NOTHING)).isEmpty();

        JsonNode changed = messages.data("password-change", own, change("velvet anchor pumpkin"));

        assertThat(changed.path("tokensEnded").intValue()).isEqualTo(1);
        assertThat(messages.code("token-list", own, NOTHING)).isEmpty();
        assertThat(messages.code("token-list", other, NOTHING)).isEqualTo("UNAUTHORIZED");
        assertThat(messages.code("token-list", old, NOTHING)).isEqualTo("UNAUTHORIZED");
        String now = TestWizd.authorization("tokens-dan", "velvet anchor pumpkin");
        assertThat(messages.code("token-list", now, NOTHING)).isEmpty();
    }

    @Test
    void ofManyChangesOfAPasswordAtOnceOneHappens() {
        account("tokens-fay");
        String authorization = messages.login("tokens-fay", PASSWORD);
        List<CompletableFuture<String>> changes = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> messages.code("password-change", authorization, change("velvet anchor pumpkin " + i))))
                .toList();

        assertThat(changes.stream().map(CompletableFuture::join))
                .hasSize(6)
                .containsOnlyOnce("")
                .containsOnly("", "BAD_FIELD");
    }

    @Test
    void ofOneAccountTheNewestHundredTokensAreKept() {
        account("tokens-gus");
        List<String> all = IntStream.range(0, 101)
                .mapToObj(i -> messages.login("tokens-gus", PASSWORD))
                .toList();

        assertThat(messages.code("token-list", all.get(0), NOTHING)).isEqualTo("UNAUTHORIZED");
        assertThat(messages.data("token-list", all.get(1), NOTHING).path("tokens"))
                .hasSize(100);
    }

    @Test
    void overHttpATokenIsABearerCredential() {
        account("tokens-hal");
        try (RawConnection connection = TestWizd.shared().connect()) {
            String body = "{\"name\":\"tokens-hal\",\"password\":\"" + PASSWORD + "\"}";
            RawResponse login = connection
                    .send("POST /api/login HTTP/1.1\r\nHost: wizd\r\nContent-Type: application/json\r\nContent-Length: "
                            + body.length() + "\r\n\r\n" + body)
                    .readResponse();
            assertThat(login.status()).isEqualTo(200);
            String token = login.body().replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");

            RawResponse list = connection
                    .send("GET /api/tokens/ HTTP/1.1\r\nHost: wizd\r\nAuthorization: bearer " + token + "\r\n\r\n")
                    .readResponse();
            assertThat(list.status()).isEqualTo(200);
            assertThat(list.body()).contains("\"current\":true").doesNotContain(token);
            assertThat(connection
                            .send("DELETE /api/members/1/ HTTP/1.1\r\nHost: wizd\r\nAuthorization: Bearer " + token
                                    + "\r\n\r\n")
                            .readResponse()
                            .status())
                    .isEqualTo(403);
        }
    }
}
