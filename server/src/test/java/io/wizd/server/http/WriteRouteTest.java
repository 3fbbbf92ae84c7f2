package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.requestWithBody;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions, statuses and header fields of the methods that write. */
class WriteRouteTest {
    private static TestWizd wizd;

    @BeforeAll
    static void start() {
        wizd = TestWizd.start(new Blobs());
    }

    @AfterAll
    static void stop() {
        wizd.close();
    }

    private static RawResponse responseTo(String request) {
        try (RawConnection connection = wizd.connect()) {
            return connection.send(request).readResponse();
        }
    }

    /** The handler answers with the fields that it got. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            If-Match      | *                       | *
            If-Match      | "3"                     | 3
            If-Match      | "3", "40" ,"5"          | 3,40,5
            If-Match      | "3-gzip"                | 3
            If-Match      | "3-xml", "4-html-gzip"  | 3,4
            If-Match      | W/"3"                   | 0
            If-Match      | "x", "3"                | 0,3
            If-Match      | 3                       | 0
            If-Match      | "3                      | 0
            If-Match      | "03"                    | 0
            If-Match      | "3x"                    | 0
            If-Match      | "3-br"                  | 0
            If-Match      | "-3"                    | 0
            If-Match      | ""                      | 0
            If-Match      | "                       | 0
            If-Match      | "1234567890123456789"   | 0
            If-Match      | *, "3"                  | 0,3
            If-Match      | ''                      | 0
            If-None-Match | *                       | *
            If-None-Match | "3"                     | 3
            If-None-Match | W/"3-gzip", "4"         | 3,4
            If-None-Match | W/3, "a"                | 0,0
            """)
    void conditionsBecomeFields(String header, String value, String expected) {
        RawResponse response =
                responseTo(requestWithBody("PUT /blobs/conditional HTTP/1.1", "1", header + ": " + value));
        assertThat(response.status()).as("%s", response).isIn(200, 201);
        String field = header.equals("If-Match") ? "ifMatch" : "ifNoneMatch";
        assertThat(Jsons.read(Json.of(response.body()), com.fasterxml.jackson.databind.JsonNode.class)
                        .path(field)
                        .asText())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH"})
    void whereTheyAreNotDeclaredNothingIsDone(String verb) {
        RawResponse response = responseTo(requestWithBody(verb + " /blobs/refused HTTP/1.1", "1", "If-None-Match: *"));
        assertThat(response.status()).isEqualTo(412);
        assertThat(responseTo(request("GET /blobs/refused HTTP/1.1")).status()).isEqualTo(404);
    }

    /** RFC 9110, 13.1.4: there is no modification date. */
    @Test
    void conditionsOnDatesAreIgnored() {
        String field = "If-Unmodified-Since: Sat, 01 Jan 2000 00:00:00 GMT";
        assertThat(responseTo(requestWithBody("PUT /blobs/dated HTTP/1.1", "1", field))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aConditionIsNoParameter() {
        assertThat(responseTo(requestWithBody("PUT /blobs/a?ifMatch=3 HTTP/1.1", "1"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void createdOnceThenReplaced() {
        RawResponse first = responseTo(requestWithBody("PUT /blobs/a%2Fb%20%C3%A4 HTTP/1.1", "1"));
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.header("Location")).isEqualTo("/blobs/a%2Fb%20%C3%A4");
        assertThat(first.header("ETag")).matches("\"[0-9]+\"");
        RawResponse second = responseTo(requestWithBody("PUT /blobs/a%2Fb%20%C3%A4 HTTP/1.1", "1"));
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.has("Location")).isFalse();
        assertThat(second.header("ETag")).isNotEqualTo(first.header("ETag"));
    }

    @Test
    void postCreates() {
        RawResponse response = responseTo(requestWithBody("POST /blobs/posted HTTP/1.1", "1"));
        assertThat(response.status()).isEqualTo(201);
        assertThat(response.header("Location")).isEqualTo("/blobs/posted");
    }

    @Test
    void patchUpdates() {
        assertThat(responseTo(requestWithBody("PATCH /blobs/patched HTTP/1.1", "1"))
                        .status())
                .isEqualTo(404);
        responseTo(requestWithBody("PUT /blobs/patched HTTP/1.1", "1"));
        assertThat(responseTo(requestWithBody("PATCH /blobs/patched HTTP/1.1", "2"))
                        .status())
                .isEqualTo(200);
        assertThat(responseTo(request("GET /blobs/patched HTTP/1.1")).body()).isEqualTo("2");
    }

    @Test
    void deleteAnswersWithNothing() {
        responseTo(requestWithBody("PUT /blobs/deleted HTTP/1.1", "1"));
        try (RawConnection connection = wizd.connect()) {
            connection.send(requestWithBody("DELETE /blobs/deleted HTTP/1.1", "a body", "Accept: text/html")
                    + request("GET /ping HTTP/1.1"));
            RawResponse response = connection.readResponse();
            assertThat(response.status()).isEqualTo(204);
            assertThat(response.has("Content-Length")).isFalse();
            assertThat(response.has("Content-Type")).isFalse();
            assertThat(connection.readResponse().body()).contains("pong");
        }
        assertThat(responseTo(request("GET /blobs/deleted HTTP/1.1")).status()).isEqualTo(404);
        assertThat(responseTo(request("DELETE /blobs/deleted HTTP/1.1")).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /blobs/a | PUT, POST, PATCH, DELETE, GET, HEAD, OPTIONS
            /blobs   | GET, HEAD, OPTIONS
            /blobs/  | GET, HEAD, OPTIONS
            """)
    void allowListsThemAll(String path, String allow) {
        RawResponse options = responseTo(request("OPTIONS " + path + " HTTP/1.1"));
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("Allow")).isEqualTo(allow);
        RawResponse notAllowed = responseTo(request("TRACE " + path + " HTTP/1.1"));
        assertThat(notAllowed.status()).isEqualTo(405);
        assertThat(notAllowed.header("Allow")).isEqualTo(allow);
    }

    /** RFC 7234, 5.5. */
    @Test
    void whatMayBeStaleSaysSo() {
        responseTo(requestWithBody("PUT /blobs/stale HTTP/1.1", "1"));
        responseTo(requestWithBody("PUT /blobs/fresh HTTP/1.1", "1"));
        assertThat(responseTo(request("GET /blobs/stale HTTP/1.1")).header("Warning"))
                .isEqualTo("110 - \"Response is Stale\"");
        assertThat(responseTo(request("GET /blobs/fresh HTTP/1.1")).has("Warning"))
                .isFalse();
    }
}
