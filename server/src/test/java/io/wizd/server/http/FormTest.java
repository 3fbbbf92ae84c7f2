package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.requestWithBody;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.server.http.wire.Percent;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** JSON, XML, HTML and plain text of the same, by Accept; and lists in pages. */
class FormTest {
    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

    private static TestWizd wizd;

    @BeforeAll
    static void start() {
        wizd = TestWizd.start(new Blobs());
    }

    @AfterAll
    static void stop() {
        wizd.close();
    }

    private static void put(String key, String json) {
        try (RawConnection connection = wizd.connect()) {
            String head = "PUT /blobs/" + Percent.encoded(key) + " HTTP/1.1";
            RawResponse response = connection
                    .send(requestWithBody(head, json, "Content-Type: application/json"))
                    .readResponse();
            assertThat(response.status()).as("%s", response).isLessThan(300);
        }
    }

    private static RawResponse get(String path, String... fields) {
        try (RawConnection connection = wizd.connect()) {
            return connection.send(request("GET " + path + " HTTP/1.1", fields)).readResponse();
        }
    }

    private static String form(String json, String accept) {
        put("form", json);
        RawResponse response = get("/blobs/form", "Accept: " + accept);
        assertThat(response.status()).as("%s", response).isEqualTo(200);
        return response.body();
    }

    @ParameterizedTest(name = "Accept: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            */*                                     | application/json
            ''                                      | application/json
            application/*                           | application/json
            text/html, application/xml, */*         | application/json
            text/html, */*;q=0.9                    | text/html; charset=utf-8
            text/*                                  | text/html; charset=utf-8
            TEXT/HTML                               | text/html; charset=utf-8
            text/html;q=0.5, text/plain;q=0.6       | text/plain; charset=utf-8
            application/json;q=0, */*               | application/xml
            application/json;q=0.1, application/xml | application/xml
            text/plain;charset=utf-8                | text/plain; charset=utf-8
            image/png, text/plain;q=0.001           | text/plain; charset=utf-8
            text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8 | text/html; charset=utf-8
            """)
    void acceptDecides(String accept, String contentType) {
        put("accepted", "[1]");
        RawResponse response = get("/blobs/accepted", "Accept: " + accept);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Content-Type")).isEqualTo(contentType);
        assertThat(response.header("Vary")).isEqualTo("Accept");
    }

    @Test
    void withoutAcceptItIsJson() {
        put("accepted", "[1]");
        RawResponse response = get("/blobs/accepted");
        assertThat(response.header("Content-Type")).isEqualTo("application/json");
        assertThat(response.header("Vary")).isEqualTo("Accept");
    }

    @ParameterizedTest
    @CsvSource({"/blobs/accepted", "/blobs/"})
    void a406ListsWhatThereIs(String path) {
        put("accepted", "[1]");
        RawResponse response = get(path, "Accept: image/png, */*;q=0");
        assertThat(response.status()).isEqualTo(406);
        assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(response.body())
                .contains("NOT_ACCEPTABLE", "application/json, application/xml, text/html, text/plain");
    }

    /** RFC 9110, 8.8.3: another representation has another tag. */
    @Test
    void eachFormHasATagOfItsOwn() {
        put("tagged", "\"" + "a".repeat(2_000) + "\"");
        String json = get("/blobs/tagged").header("ETag");
        String xml = get("/blobs/tagged", "Accept: application/xml").header("ETag");
        assertThat(xml).isEqualTo(json.substring(0, json.length() - 1) + "-xml\"");
        RawResponse compressed = get("/blobs/tagged", "Accept: application/xml", "Accept-Encoding: gzip");
        assertThat(compressed.header("ETag")).endsWith("-xml-gzip\"");
        assertThat(compressed.header("Vary")).isEqualTo("Accept, Accept-Encoding");
        String ifXml = "If-None-Match: " + xml;
        assertThat(get("/blobs/tagged", ifXml, "Accept: application/xml").status())
                .isEqualTo(304);
        assertThat(get("/blobs/tagged", ifXml, "Accept: application/xml", "Accept-Encoding: gzip")
                        .status())
                .isEqualTo(304);
        assertThat(get("/blobs/tagged", ifXml).status()).isEqualTo(200);
        assertThat(get("/blobs/tagged", "If-None-Match: " + json, "Accept: text/html")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void largeValuesComeAsJsonAlone() {
        put("large", "\"" + "a".repeat(1 << 20) + "\"");
        assertThat(get("/blobs/large", "Accept: " + BROWSER).status()).isEqualTo(406);
        assertThat(get("/blobs/large", "Accept: application/json").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            1.50                        | <reply>1.50</reply>
            null                        | <reply nil="true"></reply>
            "a<b>&\\"c\\u0001\\u000b"   | <reply>a&lt;b&gt;&amp;"c\uFFFD\uFFFD</reply>
            "\\r\\n\\t😀\\uffff"        | <reply>&#13;\\n\\t😀\uFFFD</reply>
            []                          | <reply></reply>
            [1,[true,"x"]]              | <reply><item>1</item><item><item>true</item><item>x</item></item></reply>
            {"a-1":{"_b.c":1},"a":2,"a":3} | <reply><a-1><_b.c>1</_b.c></a-1><a>2</a><a>3</a></reply>
            {"1a":1,"":2,"xmlA":3,"a b":4,"ä":5,"a:b":6,"-a":7,"<\\n":8} | <reply><entry name="1a">1</entry><entry name="">2</entry><entry name="xmlA">3</entry><entry name="a b">4</entry><entry name="ä">5</entry><entry name="a:b">6</entry><entry name="-a">7</entry><entry name="&lt; ">8</entry></reply>
            """)
    void xml(String json, String expected) throws Exception {
        String xml = form(json, "application/xml");
        String declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
        assertThat(xml).isEqualTo(declaration + expected.replace("\\n", "\n").replace("\\t", "\t") + "\n");
        Element root = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)))
                .getDocumentElement();
        assertThat(root.getTagName()).isEqualTo("reply");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            "two\\nlines \\\\ and \\"quotes\\"" | 'two~lines \\ and "quotes"'
            null                  | null
            12345678901234567890.10 | 12345678901234567890.10
            []                    | ''
            [1,"a\\nb\\\\","ä",[1, 2],{"c": null}] | '1~a\\nb\\\\~ä~[1,2]~{"c":null}~'
            {"a":"x","b\\n":[{"c":"\\n"}]} | 'a: x~b\\n: [{"c":"\\n"}]~'
            """)
    void text(String json, String expected) {
        assertThat(form(json, "text/plain")).isEqualTo(expected.replace('~', '\n'));
    }

    @Test
    void htmlIsATableAndNothingInItIsMarkup() {
        String html =
                form("[{\"a\":\"<script>alert('1')</script>\",\"b\":1},{\"b\":[1,\"&\"],\"c\":null}]", "text/html");
        assertThat(html)
                .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
                .contains("<title>/blobs/form</title>")
                .contains("<tr><th>a</th><th>b</th><th>c</th></tr>")
                .contains("<tr><td>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;</td><td>1</td><td></td></tr>")
                .contains("<td><ul>\n<li>1</li>\n<li>&amp;</li>\n</ul></td><td><i>null</i></td>")
                .doesNotContain("<script");
        assertThat(form("{\"<b>\":\"\\u0000\"}", "text/html"))
                .contains("<tr><th scope=\"row\">&lt;b&gt;</th><td>\uFFFD</td></tr>");
        assertThat(form("\"x\"", "text/html")).contains("<p>x</p>");
        assertThat(form("[]", "text/html")).contains("<ul>\n</ul>");
    }

    @Test
    void htmlRunsNoScripts() {
        put("form", "1");
        put("%3C\"'<", "1");
        RawResponse response = get("/blobs/" + Percent.encoded("%3C\"'<"), "Accept: text/html");
        assertThat(response.header("Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(response.body()).contains("<h1>/blobs/%3C&quot;&#39;&lt;</h1>");
    }

    @Test
    void aListingNamesItsItems() {
        List<String> keys = List.of("list/..", "list/a\nb\\", "list/a b&c", "list/ä");
        keys.forEach(key -> put(key, "1"));
        assertThat(get("/blobs/?prefix=list/", "Accept: text/plain").body())
                .isEqualTo("list/..\nlist/a\\nb\\\\\nlist/a b&c\nlist/ä\n");
        String html = get("/blobs?prefix=list/", "Accept: text/html").body();
        assertThat(html)
                .contains("<a href=\"/blobs/list%2Fa%0Ab%5C\">list/a\nb\\</a>")
                .contains("<a href=\"/blobs/list%2Fa%20b%26c\">list/a b&amp;c</a>");
        Matcher links = Pattern.compile("href=\"([^\"]*)\"").matcher(html);
        int found = 0;
        while (links.find()) {
            assertThat(get(links.group(1)).status()).as(links.group(1)).isEqualTo(200);
            found++;
        }
        assertThat(found).isEqualTo(keys.size());
        assertThat(get("/blobs/?prefix=list/a%20", "Accept: application/xml").body())
                .contains("<keys><item><key>list/a b&amp;c</key><version>");
    }

    @ParameterizedTest
    @CsvSource({"application/json", "text/html", "text/plain", "application/xml"})
    void theNextPageIsLinked(String accept) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            keys.add("page & ä" + i);
            put(keys.get(i), "1");
        }
        StringBuilder all = new StringBuilder();
        String path = "/blobs/?prefix=page%20&limit=3";
        int pages = 0;
        while (!path.isEmpty()) {
            RawResponse page = get(path, "Accept: " + accept);
            assertThat(page.status()).as("%s", page).isEqualTo(200);
            all.append(page.body());
            pages++;
            if (page.has("Link")) {
                Matcher link = Pattern.compile("<(.*)>; rel=\"next\"").matcher(page.header("Link"));
                assertThat(link.matches()).isTrue();
                path = link.group(1);
                assertThat(path).startsWith("/blobs/?prefix=page%20&limit=3&after=page%20%26%20%C3%A4");
            } else {
                path = "";
            }
        }
        assertThat(pages).isEqualTo(3);
        for (String key : keys) {
            assertThat(all.toString().replace("&amp;", "&")).contains(key);
        }
    }

    @Test
    void theNextPageIsLinkedInHtmlToo() {
        put("nav/1", "1");
        put("nav/2", "1");
        RawResponse page = get("/blobs/?prefix=nav&limit=1", "Accept: text/html");
        assertThat(page.body()).contains("<a rel=\"next\" href=\"/blobs/?prefix=nav&amp;limit=1&amp;after=nav%2F1\">");
    }
}
