package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.requestWithBody;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** Errors in the form that their client reads best, whoever made them; programs get JSON. */
class ProblemFormTest {
    private static final String BROWSER =
            "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
    private static final String WRONG_FIELDS = "{\"lat\":\"<b>\",\"lng\":7777}";

    private static TestWizd wizd;

    @BeforeAll
    static void start() {
        wizd = TestWizd.start(new Lists());
    }

    @AfterAll
    static void stop() {
        wizd.close();
    }

    private static RawResponse send(String request) {
        try (RawConnection connection = wizd.connect()) {
            return connection.send(request).readResponse();
        }
    }

    private static RawResponse get(String path, String... fields) {
        return send(request("GET " + path + " HTTP/1.1", fields));
    }

    private static RawResponse wrongFields(String accept) {
        return send(requestWithBody(
                "POST /messages/register HTTP/1.1",
                WRONG_FIELDS,
                accept,
                "X-User-ID: a",
                "X-Device-ID: b",
                "X-Request-Id: mine",
                "Content-Type: application/json"));
    }

    /** By the router, by what is said against a head, by a handler, by a condition, by a list that is not made after all. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            GET /nowhere            | X-A: b            | 404 Not Found           | there is nothing at /nowhere
            DELETE /ping            | X-A: b            | 405 Method Not Allowed  | /ping takes GET, HEAD
            BREW /ping              | X-A: b            | 501 Not Implemented     | this method is not known: BREW
            GET /kv/not-there       | X-A: b            | 404 Not Found           | no such key: not-there
            GET /fib/x              | X-A: b            | 400 Bad Request         | N must be
            GET /fib/3?no=1         | X-A: b            | 400 Bad Request         | no
            GET /fib/3              | If-Match: "1"     | 412 Precondition Failed | the version is not the one
            GET /lists/refuses?count=0 | X-A: b         | 404 Not Found           | there is no such list
            GET /lists/fails?count=0 | X-A: b           | 500 Internal Server Error | internal error
            """)
    void aBrowserShowsAPage(String requestLine, String field, String title, String detail) {
        RawResponse page = send(request(requestLine + " HTTP/1.1", BROWSER, field));
        assertThat(page.statusLine()).isEqualTo("HTTP/1.1 " + title);
        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.header("Vary")).startsWith("Accept");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Content-Security-Policy")).isEqualTo("default-src 'none'; style-src 'unsafe-inline'");
        assertThat(page.body())
                .contains("<h1>" + title + "</h1>", detail, "request " + page.header("X-Request-Id"))
                .contains("<a href=\"/\">");
    }

    @Test
    void aPageListsWhatIsWrongWithEachField() {
        RawResponse page = wrongFields(BROWSER);
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.body())
                .contains("<li>lat must be ", "<li>lng must be ", "BAD_FIELD, request mine")
                .doesNotContain("<b>", "{&quot;");
    }

    @Test
    void nothingOfTheRequestIsTakenAsHtml() {
        RawResponse page = get("/kv/%3Cscript%3Ealert(%22'%26%00%1B", BROWSER, "X-Request-Id: \"<i>'&");
        assertThat(page.status()).isGreaterThanOrEqualTo(400);
        assertThat(page.body())
                .contains("request &quot;&lt;i&gt;&#39;&amp;")
                .doesNotContain("<script", "<i>", "\0", "\u001B");
    }

    @Test
    void linesAreForWhoReadsText() {
        RawResponse lines = wrongFields("Accept: text/plain, application/json;q=0.5");
        assertThat(lines.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(lines.body().lines())
                .contains("title: Bad Request", "status: 400", "code: BAD_FIELD", "field: lat", "request: mine")
                .anyMatch(line -> line.startsWith("error: lat must be "))
                .anyMatch(line -> line.startsWith("error: lng must be "))
                .noneMatch(line -> line.contains("{"));
    }

    /** RFC 9457, appendix B. */
    @ParameterizedTest
    @ValueSource(strings = {"application/xml", "application/problem+xml", "application/json;q=0.9, application/xml"})
    void xmlIsForWhoAsksForXml(String accept) throws Exception {
        RawResponse xml = wrongFields("Accept: " + accept + ", application/json;q=0.1");
        assertThat(xml.header("Content-Type")).isEqualTo("application/problem+xml");
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Element problem = factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.bytes()))
                .getDocumentElement();
        assertThat(problem.getLocalName()).isEqualTo("problem");
        String namespace = "urn:ietf:rfc:7807";
        assertThat(problem.getNamespaceURI()).isEqualTo(namespace);
        assertThat(text(problem, namespace, "status")).isEqualTo("400");
        Element errors =
                (Element) problem.getElementsByTagNameNS(namespace, "errors").item(0);
        assertThat(errors.getElementsByTagNameNS(namespace, "i").getLength()).isEqualTo(2);
        assertThat(text((Element) errors.getFirstChild(), namespace, "field")).isEqualTo("lat");
    }

    private static String text(Element parent, String namespace, String name) {
        return parent.getElementsByTagNameNS(namespace, name).item(0).getTextContent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/json",
                "application/problem+json",
                "application/json, text/plain, */*",
                "application/*, text/html;q=0.9",
                "text/csv",
                "text/event-stream",
                "image/png, text/html;q=0",
                ";"
            })
    void programsGetWhatTheyAlwaysGot(String accept) {
        String path = "/nowhere/" + "x".repeat(1_500);
        RawResponse always = get(path);
        RawResponse response = get(path, "Accept: " + accept);
        assertThat(always.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(always.body())
                .startsWith("{\"title\":\"Not Found\",\"status\":404,\"code\":\"NOT_FOUND\",\"detail\":\"there is");
        assertThat(response.bytes()).isEqualTo(always.bytes());
        assertThat(response.header("Content-Type")).isEqualTo(always.header("Content-Type"));
        assertThat(response.headers().keySet()).isEqualTo(always.headers().keySet());
    }

    @Test
    void aLongPageIsCompressed() throws IOException {
        RawResponse page = get("/nowhere/" + "x".repeat(1_500), BROWSER, "Accept-Encoding: gzip");
        assertThat(page.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(page.header("Vary")).isEqualTo("Accept, Accept-Encoding");
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(page.bytes()))) {
            assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_8)).contains("<h1>404 Not Found</h1>");
        }
    }

    @Test
    void theHeadOfAPageIsThatOfItsGet() {
        try (RawConnection connection = wizd.connect()) {
            RawResponse head = connection
                    .send(request("HEAD /nowhere HTTP/1.1", BROWSER, "X-Request-Id: a"))
                    .readHeadResponse();
            RawResponse get = connection
                    .send(request("GET /nowhere HTTP/1.1", BROWSER, "X-Request-Id: a"))
                    .readResponse();
            assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
            assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
        }
    }

    /** Who cannot be read is told as cheaply as can be. */
    @ParameterizedTest
    @ValueSource(strings = {"GET /ping HTTP/1.1\r\n", "GET  /ping HTTP/1.1\r\nHost: a\r\n"})
    void aRequestThatCannotBeReadIsAnsweredInJson(String malformed) {
        RawResponse response = send(malformed + BROWSER + "\r\n\r\n");
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
    }
}
