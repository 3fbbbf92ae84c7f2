package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.responseTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.testing.Eventually;
import io.wizd.server.testing.AccountMessages;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that the links of mails lead to. */
class AccountPageTest {
    private static RawResponse page() {
        return responseTo(request("GET /account HTTP/1.1", "Accept: text/html"));
    }

    @Test
    void nothingRunsThereButItsOwnScript() throws Exception {
        RawResponse page = page();
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");

        Matcher script =
                Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL).matcher(page.body());
        assertThat(script.find()).isTrue();
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(script.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(page.header("Content-Security-Policy"))
                .contains(
                        "default-src 'none'",
                        "script-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "';",
                        "frame-ancestors 'none'");
        assertThat(page.body()).doesNotContain("src=", "href=", "onclick", "onload", "innerHTML");
    }

    /** What the page sends, and where a mail in a file leads to. */
    @Test
    void aMailInAFileLeadsThere(@TempDir Path data) {
        try (TestWizd wizd = TestWizd.startOn(TestWizd.newDatabases(), data)) {
            AccountMessages messages = new AccountMessages(wizd);
            messages.data(
                    "user-create",
                    "",
                    Map.of("name", "ann", "password", "glass otter lantern", "email", "ann@app.example"));
            Path mails = data.resolve("mail");
            Eventually.await("a mail is there", () -> !texts(mails).isEmpty());

            Matcher link = Pattern.compile("http://127\\.0\\.0\\.1:" + wizd.port() + "/account#confirm=([\\w-]+)")
                    .matcher(texts(mails).getFirst());
            assertThat(link.find()).as("%s", texts(mails)).isTrue();
            messages.data("user-confirm", "", Map.of("token", link.group(1)));
        }
    }

    private static List<String> texts(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".eml"))
                    .map(AccountPageTest::text)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
