package io.wizd.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a start says last. */
class AnnouncementTest {
    private static Announcement announcement(Map<String, String> away) {
        return new Announcement("http://127.0.0.1:9000", Path.of("/nowhere/data"), Path.of("/opt/wizd"), away);
    }

    @Test
    void aServerThatHasAllItNeedsIsReadyAndSaysWhatToTry() {
        assertThat(announcement(Map.of()).lines())
                .startsWith("wizd ready on http://127.0.0.1:9000 (data: /nowhere/data)", "try next:")
                .hasSize(5);
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
