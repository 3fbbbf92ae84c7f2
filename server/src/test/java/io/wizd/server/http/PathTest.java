package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.putJson;
import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.requestWithBody;
import static io.wizd.server.http.HttpCase.responseTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.server.testing.RawResponse;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3986 and protocol.md: what a path and a query stand for. */
class PathTest {

    /** The key is told by the reply to PUT, and found again under each of its spellings. */
    @ParameterizedTest(name = "{0} is the key {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            a%2Fb        | a/b     | a%2fb
            a%2Fb%2F     | a/b/    | a%2Fb%2F
            a+b          | a+b     | a%2Bb
            a%20b        | a b     | a%20b
            %61bc        | abc     | abc
            abc          | abc     | abc/
            Abc          | Abc     | %41bc
            %C3%A4       | ä       | %c3%a4
            %F0%9F%98%80 | 😀      | %F0%9F%98%80
            ...          | ...     | %2E%2E%2e
            a;b=c        | a;b=c   | a%3Bb=c
            a%3Fb        | a?b     | a%3fb
            a%25b        | a%b     | a%25b
            a%25%32F     | a%2F    | a%252F
            a:b@c!$'*,   | a:b@c!$'*, | a%3Ab@c!$%27*,
            """)
    void keysArePercentEncoded(String raw, String key, String otherSpelling) {
        RawResponse put = responseTo(putJson("/kv/" + raw, "\"" + raw + "\""));
        assertThat(put.status()).as("%s", put).isIn(200, 201);
        assertThat(put.body()).contains("\"key\":\"" + key + "\"");
        RawResponse get = responseTo(request("GET /kv/" + otherSpelling + " HTTP/1.1"));
        assertThat(get.body()).isEqualTo("\"" + raw + "\"");
    }

    /** Clients resolve them, encoded too, so that nobody could read them again. */
    @ParameterizedTest
    @ValueSource(strings = {".", "..", "%2E", "%2e%2E", ".%2e"})
    void dotSegmentsAreNoKeys(String raw) {
        for (String verb : List.of("PUT", "POST", "PATCH")) {
            RawResponse write = responseTo(requestWithBody(verb + " /kv/" + raw + " HTTP/1.1", "1"));
            assertThat(write.status()).as("%s", write).isEqualTo(400);
            assertThat(write.body()).contains("BAD_FIELD", "key must not be . or ..");
        }
        assertThat(responseTo(request("GET /kv/" + raw + " HTTP/1.1")).status()).isEqualTo(404);
        assertThat(responseTo(request("DELETE /kv/" + raw + " HTTP/1.1")).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "/membrs/, /api/members/",
        "/api/membrs, /api/members",
        "/kvv/a%20b, /kv/a%20b",
        "/fb/10, /fib/10",
        "/live, /health/live",
        "/mesages/ping, /messages/ping",
        "/healt/live, /health/live",
        "/health, /health/live or /health/ready",
        "/helth/, /health/live/ or /health/ready/",
        "/api/toknes, /api/tokens",
        "/openapi, /openapi.json",
        "/openapi.yaml, /openapi.json",
        "/opnapi/, /openapi.json/",
        "//, /",
        "///, /",
        "//ping, /ping",
        "/health//live/, /health/live/"
    })
    void aPathThatIsNearIsNamed(String path, String meant) {
        assertThat(responseTo(request("GET " + path + " HTTP/1.1")).body())
                .contains("there is nothing at " + path + "; did you mean " + meant + "?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/m", "/favicon.ico", "/robots.txt", "/kv/a/b", "/wp-login.php", "/a//"})
    void nothingIsSaidOfPathsThatAreFar(String path) {
        assertThat(responseTo(request("GET " + path + " HTTP/1.1")).body())
                .contains("there is nothing at " + path + "\"");
    }

    @ParameterizedTest(name = "GET {0}")
    @CsvSource(delimiter = '|', textBlock = """
            /ping                  | 200
            /ping/                 | 200
            /%70ing                | 200
            /ping//                | 404
            //ping                 | 404
            //                     | 404
            /Ping                  | 404
            /ping/x                | 404
            /./ping                | 404
            /x/../ping             | 404
            /ping?                 | 200
            /ping/?&               | 200
            /kv                    | 200
            /kv/                   | 200
            /kv?limit=1&prefix=%00 | 400
            /kv//                  | 400
            /kv/a/b                | 404
            /kv/%00                | 400
            /kv/%                  | 400
            /kv/%4                 | 400
            /kv/%4G                | 400
            /kv/%ff                | 400
            /kv/%C0%AF             | 400
            /kv/%ED%A0%80          | 400
            /messages//            | 405
            /fib/5                 | 200
            /fib/5/                | 200
            /fib/%35               | 200
            /fib?N=5               | 200
            /fib/?N=5              | 200
            /fib                   | 400
            /fib?N=                | 400
            /fib?N=5&N=5           | 400
            /fib?N=5&M=5           | 400
            /fib?n=5               | 400
            /fib/5?N=5             | 400
            /fib?%4E=5             | 200
            /fib?N=%35             | 200
            /fib?N=%3              | 400
            /fib?N=05              | 400
            /fib?N=5.0             | 400
            /fib?N=5e0             | 400
            /fib?N=-1              | 400
            /fib?N=+5              | 400
            /fib?N=100001          | 400
            /fib/100001            | 400
            /fib/-1                | 400
            /fib/1.5               | 400
            /fib/ten               | 400
            /fib/1//               | 400
            /fib//                 | 400
            /fib/%20               | 400
            /fib/5%20              | 400
            /fib/%205              | 400
            /fib/+5                | 400
            /fib/007               | 400
            /fib/1e3               | 400
            /fib/9223372036854775808 | 400
            /fib/"5"               | 400
            /fib/10/last           | 200
            /fib/10/last/          | 200
            /fib/10/last?as=string | 200
            /fib/10/last?only=last | 400
            /fib/0/last            | 400
            /fib/10000001/last     | 400
            /fib/10/first          | 400
            /fib/10?only=last      | 200
            /fib/10?only=first     | 400
            /fib/10?as=string      | 200
            /fib/10?as=text        | 400
            /fib?N=99999999999999999999999999999999999999999 | 400
            /fib?N=true            | 400
            /fib?N=null            | 400
            /fib?N="5"             | 400
            /api/members/?aid=1&limit=1 | 200
            /api/members?aid=1     | 200
            /api/members/?aid=x    | 400
            /api/members/?ph=1+1   | 400
            """)
    void pathsLeadSomewhere(String path, int status) {
        RawResponse response = responseTo(request("GET " + path + " HTTP/1.1"));
        assertThat(response.status()).as("%s", response).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"512,201", "513,400"})
    void theLongestKey(int bytes, int status) {
        String key = "%C3%A4".repeat(bytes / 2) + "a".repeat(bytes % 2);
        assertThat(responseTo(putJson("/kv/" + key, "1")).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "0", "\"\"", "[]", "{\"a\":{\"b\":[1,2.50,1e3]}}", " \"ä\" ", "12345678901234567890123"})
    void aValueComesBackAsItWas(String value) {
        responseTo(putJson("/kv/values", value));
        assertThat(responseTo(request("GET /kv/values HTTP/1.1")).body()).isEqualTo(value.strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"'", "\\u0027; DROP TABLE kv; --", "%s", "\\\\"})
    void sqlStaysAString(String text) {
        String value = "\"" + text + "\"";
        responseTo(putJson("/kv/sql", value));
        assertThat(responseTo(request("GET /kv/sql HTTP/1.1")).body()).isEqualTo(value);
    }
}
