package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.responseTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser shows at {@code /}, and that programs get there what they always got. */
class StartPageTest {
    private static final String BROWSER = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private static RawResponse page(String host) {
        try (RawConnection connection = TestWizd.shared().connect()) {
            return connection
                    .send("GET /?from=elsewhere HTTP/1.1\r\nHost: " + host + "\r\n" + BROWSER + "\r\n\r\n")
                    .readResponse();
        }
    }

    private static List<String> found(String regex, String page) {
        return Pattern.compile(regex, Pattern.DOTALL)
                .matcher(page)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    @Test
    void aBrowserGetsAPageThatNeedsNothingElse() {
        RawResponse page = page("localhost");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.header("Content-Security-Policy")).isEqualTo("default-src 'none'; style-src 'unsafe-inline'");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Vary")).contains("Accept");
        assertThat(page.body())
                .contains("This is wizd development, and it is <a href=\"/health/ready\">up</a>.")
                .doesNotContain("<script", "src=", "style=\"", "onload", "@");
    }

    @ParameterizedTest
    @ValueSource(strings = {BROWSER, "Accept: text/html"})
    void everyLinkLeadsSomewhere(String accept) {
        List<String> links = found("href=\"([^\"]*)\"", page("localhost").body());
        assertThat(links).hasSizeGreaterThan(5).allSatisfy(link -> {
            assertThat(responseTo(request("GET " + link + " HTTP/1.1", accept)).status())
                    .as(link)
                    .isEqualTo(200);
        });
    }

    @Test
    void theThreeThingsToTryWorkAsTheyAre() throws IOException, InterruptedException {
        String host = "127.0.0.1:" + TestWizd.shared().port();
        List<String> commands = found("<pre>(.*?)</pre>", page(host).body());
        assertThat(commands).hasSize(3);
        StringBuilder said = new StringBuilder();
        for (String command : commands) {
            said.append(run(command.replace("&amp;", "&")));
        }
        assertThat(said).contains("\"world\"", "{\"N\":10,\"result\":[0,1,", "\n34\n", "\"pong\":true");
    }

    private static String run(String command) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(shell.waitFor()).as("%s: %s", command, output).isZero();
            return output;
        } finally {
            shell.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a'$(id)", "a;b", "a&b", "(a)"})
    void noHostIsTakenForACommandOrForHtml(String host) {
        RawResponse page = page(host);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).doesNotContain(host).contains("http://localhost/kv/hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Accept: */*", "Accept: application/json", "Accept: application/json, text/html;q=0.5"})
    void programsGetWhatTheyAlwaysGot(String accept) {
        RawResponse response =
                responseTo(accept.isEmpty() ? request("GET / HTTP/1.1") : request("GET / HTTP/1.1", accept));
        assertThat(response.status()).isEqualTo(405);
        assertThat(response.header("Allow")).isEqualTo("POST, OPTIONS");
        assertThat(new String(response.bytes(), StandardCharsets.UTF_8))
                .contains("to / with POST", "all paths in /openapi.json", "GET / is a page for browsers")
                .doesNotContain("not GET");
        assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
    }
}
