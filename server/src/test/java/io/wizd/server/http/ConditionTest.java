package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.putJson;
import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.requestWithBody;
import static io.wizd.server.http.HttpCase.responseTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, sections 8.8 and 13: entity tags and conditions. */
class ConditionTest {
    private static final String PATH = "/kv/conditional";
    private static final String LARGE = "/kv/conditional-large";

    private static String tag;

    @BeforeAll
    static void setKeys() {
        tag = responseTo(putJson(PATH, "{\"a\":1}")).header("ETag");
        responseTo(putJson(LARGE, "\"" + "a".repeat(5_000) + "\""));
    }

    @Test
    void theTagIsTheVersion() {
        RawResponse get = responseTo(request("GET " + PATH + " HTTP/1.1"));
        assertThat(get.header("ETag")).isEqualTo(tag).matches("\"[0-9]+\"");
        assertThat(get.body()).isEqualTo("{\"a\":1}");
    }

    /** TAG stands for the tag of the version that is there. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            If-None-Match | TAG             | 304
            If-None-Match | W/TAG           | 304
            If-None-Match | "x", TAG        | 304
            If-None-Match | "a,b" ,W/TAG    | 304
            If-None-Match | *               | 304
            If-None-Match | "x"             | 200
            If-None-Match | ""              | 200
            If-Match      | TAG             | 200
            If-Match      | *               | 200
            If-Match      | "x", TAG        | 200
            If-Match      | "x"             | 412
            If-Match      | W/TAG           | 412
            """)
    void readsAreConditional(String name, String value, int status) {
        String field = name + ": " + value.replace("TAG", tag);
        RawResponse response = responseTo(request("GET " + PATH + " HTTP/1.1", field));
        assertThat(response.status()).as("%s", response).isEqualTo(status);
        try (RawConnection connection = TestWizd.shared().connect()) {
            assertThat(connection
                            .send(request("HEAD " + PATH + " HTTP/1.1", field))
                            .readHeadResponse()
                            .status())
                    .isEqualTo(status);
        }
    }

    @Test
    void ifMatchIsJudgedFirst() {
        RawResponse response =
                responseTo(request("GET " + PATH + " HTTP/1.1", "If-Match: \"x\"", "If-None-Match: " + tag));
        assertThat(response.status()).isEqualTo(412);
    }

    @Test
    void notModifiedHasNoBodyAndTheTag() {
        try (RawConnection connection = TestWizd.shared().connect()) {
            connection.send(
                    request("GET " + PATH + " HTTP/1.1", "If-None-Match: " + tag) + request("GET /ping HTTP/1.1"));
            RawResponse response = connection.readResponse();
            assertThat(response.statusLine()).isEqualTo("HTTP/1.1 304 Not Modified");
            assertThat(response.header("ETag")).isEqualTo(tag);
            assertThat(response.has("Date")).isTrue();
            assertThat(response.has("Content-Length")).isFalse();
            assertThat(connection.readResponse().body()).contains("pong");
        }
    }

    @Test
    void eachEncodingHasATagOfItsOwn() {
        String plain = responseTo(request("GET " + LARGE + " HTTP/1.1")).header("ETag");
        RawResponse compressed = responseTo(request("GET " + LARGE + " HTTP/1.1", "Accept-Encoding: gzip"));
        String tagOfGzip = compressed.header("ETag");
        assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(tagOfGzip).isNotEqualTo(plain).matches("\"[0-9]+-gzip\"");
        RawResponse unchanged = responseTo(
                request("GET " + LARGE + " HTTP/1.1", "Accept-Encoding: gzip", "If-None-Match: " + tagOfGzip));
        assertThat(unchanged.status()).isEqualTo(304);
        assertThat(unchanged.header("Vary")).isEqualTo("Accept, Accept-Encoding");
        assertThat(unchanged.has("Content-Encoding")).isFalse();
    }

    @Test
    void aConditionOnWhatIsNotThereChangesNothing() {
        RawResponse response = responseTo(request("GET /kv/no-such-key HTTP/1.1", "If-None-Match: *"));
        assertThat(response.status()).isEqualTo(404);
    }

    /** TAG stands for the tag of the version that is there. Whatever does not hold changes nothing. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            If-Match      | TAG        | 200
            If-Match      | "x", TAG   | 200
            If-Match      | *          | 200
            If-Match      | "1"        | 412
            If-Match      | "x"        | 412
            If-Match      | W/TAG      | 412
            If-None-Match | "1"        | 200
            If-None-Match | "x"        | 200
            If-None-Match | TAG        | 412
            If-None-Match | W/TAG      | 412
            If-None-Match | *          | 412
            """)
    void writesAreConditional(String name, String value, int status) {
        String path = PATH + "-write";
        String before = responseTo(putJson(path, "1")).header("ETag");
        String field = name + ": " + value.replace("TAG", before);
        RawResponse response = responseTo(putJson(path, "2", field));
        assertThat(response.status()).as("%s", response).isEqualTo(status);
        RawResponse after = responseTo(request("GET " + path + " HTTP/1.1"));
        assertThat(after.body()).isEqualTo(status == 200 ? "2" : "1");
        assertThat(after.header("ETag").equals(before)).isEqualTo(status == 412);
    }

    @Test
    void aWriteTakesTheTagOfEachFormAndEncoding() {
        String path = PATH + "-forms";
        String tagBefore =
                responseTo(putJson(path, "\"" + "a".repeat(2_000) + "\"")).header("ETag");
        RawResponse html =
                responseTo(request("GET " + path + " HTTP/1.1", "Accept: text/html", "Accept-Encoding: gzip"));
        assertThat(html.header("ETag")).isEqualTo(tagBefore.replaceAll("\"$", "-html-gzip\""));
        assertThat(responseTo(putJson(path, "2", "If-Match: " + html.header("ETag")))
                        .status())
                .isEqualTo(200);
        assertThat(responseTo(request("DELETE " + path + " HTTP/1.1", "If-Match: " + tagBefore))
                        .status())
                .isEqualTo(412);
    }

    @Test
    void whatIsNotThereMatchesNothing() {
        String path = PATH + "-absent";
        assertThat(responseTo(putJson(path, "1", "If-Match: *")).status()).isEqualTo(412);
        assertThat(responseTo(putJson(path, "1", "If-None-Match: *")).status()).isEqualTo(201);
        assertThat(responseTo(request("DELETE " + path + " HTTP/1.1", "If-Match: *"))
                        .status())
                .isEqualTo(204);
    }

    /** To ignore a condition could overwrite what it was to protect. */
    @ParameterizedTest
    @ValueSource(strings = {"If-Match: *", "If-Match: \"1\"", "If-None-Match: *", "If-None-Match: \"1\""})
    void conditionsAreRefusedWhereTheyDecideNothing(String field) {
        RawResponse response = responseTo(requestWithBody("POST /ping HTTP/1.1", "{}", field));
        assertThat(response.status()).isEqualTo(412);
        assertThat(response.body()).contains("PRECONDITION_FAILED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "If-Modified-Since: Sat, 01 Jan 2000 00:00:00 GMT",
                "If-Unmodified-Since: Sat, 01 Jan 2000 00:00:00 GMT",
                "If-Range: \"x\""
            })
    void conditionsOnDatesAreIgnoredBecauseThereAreNone(String field) {
        assertThat(responseTo(request("GET " + PATH + " HTTP/1.1", field)).status())
                .isEqualTo(200);
    }

    @Test
    void optionsTakesNoConditions() {
        assertThat(responseTo(request("OPTIONS " + PATH + " HTTP/1.1", "If-Match: \"x\""))
                        .status())
                .isEqualTo(204);
    }
}
