package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.requestWithBody;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cookie by which a browser says whose page it shows. */
class SessionCookieTest {
    private static final String LOGIN = "{\"name\":\"cookie\",\"password\":\"right\"}";

    private final TestWizd wizd = TestWizd.shared();

    @BeforeEach
    void addAccount() {
        wizd.addAccount("cookie", "right", "operator");
    }

    private RawResponse responseTo(String request) {
        try (RawConnection connection = wizd.connect()) {
            return connection.send(request).readResponse();
        }
    }

    private RawResponse begin(String... fields) {
        return responseTo(requestWithBody("POST /api/session HTTP/1.1", LOGIN, fields));
    }

    /** The cookie as a browser sends it back. */
    private String cookie() {
        String set = begin().header("Set-Cookie");
        return set.substring(0, set.indexOf(';'));
    }

    private RawResponse tokens(String... fields) {
        return responseTo(request("GET /api/tokens/ HTTP/1.1", fields));
    }

    @Test
    void scriptsCannotReadItAndOtherSitesDoNotHaveItSent() {
        RawResponse response = begin();

        assertThat(response.status()).as("%s", response).isEqualTo(200);
        assertThat(response.header("Set-Cookie")).matches("wizd=[A-Za-z0-9_-]{40,}; Path=/; HttpOnly; SameSite=Strict");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin: https://localhost", "X-Forwarded-Proto: https", "X-Forwarded-Proto: https, http"})
    void itIsForTlsAloneWhereThePageCameByTls(String field) {
        assertThat(begin(field).header("Set-Cookie")).endsWith("; SameSite=Strict; Secure");
    }

    @Test
    void theLoginOfAProgramSetsNone() {
        RawResponse response = responseTo(requestWithBody("POST /api/login HTTP/1.1", LOGIN));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.has("Set-Cookie")).isFalse();
    }

    @Test
    void itStandsForTheAccountUntilTheSessionEnds() {
        String cookie = "Cookie: theme=dark; " + cookie() + "; other=wizd=x";

        assertThat(tokens(cookie).status()).isEqualTo(200);

        RawResponse end = responseTo(request("DELETE /api/session HTTP/1.1", cookie));
        assertThat(end.status()).as("%s", end).isEqualTo(200);
        assertThat(end.header("Set-Cookie")).isEqualTo("wizd=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
        assertThat(tokens(cookie).status()).isEqualTo(401);

        RawResponse again = responseTo(request("DELETE /api/session HTTP/1.1", cookie));
        assertThat(again.status()).isEqualTo(401);
        assertThat(again.header("Set-Cookie")).as("the browser forgets it").endsWith("; Max-Age=0");
    }

    @Test
    void noCacheTakesWhatIsForOneSessionForEverybodys() {
        assertThat(tokens("Cookie: " + cookie()).header("Cache-Control")).isEqualTo("private");
        assertThat(responseTo(request("GET /ping HTTP/1.1")).has("Cache-Control"))
                .isFalse();
    }

    @Test
    void whatAuthorizationSaysGoesFirst() {
        assertThat(tokens("Cookie: " + cookie(), "Authorization: Bearer nobody").status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wizd", "wizd=", "wizd=nobody", "xwizd=x", ";;;", "=", "wizd=a b"})
    void anyOtherCookieIsNobody(String cookies) {
        assertThat(tokens("Cookie: " + cookies).status()).isEqualTo(401);
        assertThat(responseTo(request("GET /ping HTTP/1.1", "Cookie: " + cookies))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin: https://evil.example", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site"})
    void aPageOfAnotherSiteChangesNothingByIt(String field) {
        String cookie = "Cookie: " + cookie();

        assertThat(responseTo(request("DELETE /api/session HTTP/1.1", cookie, field))
                        .status())
                .isEqualTo(403);
        assertThat(begin(field).status()).isEqualTo(403);
        assertThat(tokens(cookie).status()).isEqualTo(200);
    }
}
