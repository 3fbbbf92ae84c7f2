package io.wizd.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.handlers.spec.MessageAccess;
import io.wizd.handlers.spec.MessageAccess.Who;
import io.wizd.server.AccessConfig;
import io.wizd.server.http.site.HostNames;
import io.wizd.server.http.site.OtherOrigins;
import io.wizd.server.http.site.Sites;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a start says last. */
class AnnouncementTest {
    private static Announcement announcement(Map<String, String> away) {
        return announcement(AccessConfig.DEFAULT, away);
    }

    private static Announcement announcement(AccessConfig access, Map<String, String> away) {
        return new Announcement("http://127.0.0.1:9000", Path.of("/nowhere/data"), access, Path.of("/opt/wizd"), away);
    }

    @Test
    void aServerThatOthersReachSaysWhichHostsItAnswersFor() {
        Sites sites = new Sites(HostNames.of("cards.example.com"), OtherOrigins.of("")).ofServerOn("0.0.0.0");
        assertThat(announcement(new AccessConfig(sites, MessageAccess.OPEN), Map.of())
                        .lines())
                .startsWith(
                        "wizd ready on http://127.0.0.1:9000 (data: /nowhere/data)",
                        "answers HTTP requests for cards.example.com, localhost and any IP address"
                                + " (wizd.access.hosts)",
                        "try next:");
    }

    @Test
    void aServerThatHasAllItNeedsIsReadyAndSaysWhatToTry() {
        assertThat(announcement(Map.of()).lines())
                .startsWith("wizd ready on http://127.0.0.1:9000 (data: /nowhere/data)", "try next:")
                .hasSize(5);
    }

    @Test
    void whereKeysNeedAnAccountTheCommandHasOne() {
        MessageAccess access = new MessageAccess(Who.ANYONE, Who.USER, Who.OPERATOR, Who.OPERATOR);
        assertThat(announcement(new AccessConfig(Sites.DEFAULT, access), Map.of())
                        .lines())
                .contains("  curl -sS -u admin --json '\"world\"' -X PUT http://127.0.0.1:9000/kv/hello"
                        + " && curl -sS http://127.0.0.1:9000/kv/hello");
    }

    @Test
    void aServerWithoutItsDatabasesIsNotCalledReady() {
        assertThat(announcement(new TreeMap<>(Map.of("main", "no connection", "p1", "no answer")))
                        .lines())
                .containsExactly(
                        "wizd is up on http://127.0.0.1:9000 (data: /nowhere/data) and answers 503 to what needs"
                                + " these databases until they are back: main (no connection), p1 (no answer)");
    }
}
