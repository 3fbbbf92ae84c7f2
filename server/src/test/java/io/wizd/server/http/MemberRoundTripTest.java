package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.HttpCase.requestWithBody;
import static io.wizd.server.http.HttpCase.responseTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A member is read, changed, and sent back as it came: with the id that its path has too. */
class MemberRoundTripTest {
    private static final AtomicLong IDS = new AtomicLong(7_300_000);
    private static final String ADMIN = "Authorization: " + TestWizd.adminAuthorization();
    private static final String TYPE = "Content-Type: application/json";

    private String path = "";
    private String member = "";
    private String id = "";

    @BeforeEach
    void create() {
        RawResponse created = send(
                "POST /api/members/",
                "{\"first_name\":\"Ann\",\"last_name\":\"Abel\",\"phone_number\":\"49301\",\"client_member_id\":"
                        + IDS.incrementAndGet() + ",\"account_id\":73}");
        assertThat(created.status()).isEqualTo(201);
        path = created.header("Location");
        member = responseTo(request("GET " + path + " HTTP/1.1")).body();
        id = path.replaceAll("[^0-9]", "");
    }

    private static RawResponse send(String line, String body) {
        return responseTo(requestWithBody(line + " HTTP/1.1", body, TYPE, ADMIN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH"})
    void whatWasReadIsSentBack(String verb) {
        String changed = member.replace("Ann", verb);
        RawResponse response = send(verb + " " + path, changed);
        assertThat(response.status()).as("%s", response).isEqualTo(200);
        assertThat(responseTo(request("GET " + path + " HTTP/1.1")).body()).isEqualTo(changed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH"})
    void theIdAloneChangesNothing(String verb) {
        RawResponse response = send(verb + " " + path, " { \"id\" : " + id + " } ");
        assertThat(response.status()).isEqualTo(verb.equals("PUT") ? 400 : 200);
        assertThat(response.body()).doesNotContain("twice");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            42        | 42
            "ID"      | "ID"
            null      | null
            {"a":[1]} | an object
            [7]       | an array
            ID.5      | ID.5
            """)
    void anotherIdIsRefusedAndBothAreNamed(String other, String shown) {
        for (String verb : List.of("PUT", "PATCH")) {
            String body = member.replace("\"id\":" + id, "\"id\":" + other.replace("ID", id));
            RawResponse response = send(verb + " " + path, body);
            assertThat(response.status()).as("%s", response).isEqualTo(400);
            JsonNode problem = Jsons.read(Json.of(response.body()), JsonNode.class);
            assertThat(problem.path("field").asText()).isEqualTo("id");
            assertThat(problem.path("detail").asText())
                    .isEqualTo("id is " + id + " in the path or query, and " + shown.replace("ID", id)
                            + " in the body; leave it out of the body");
        }
    }

    @ParameterizedTest
    @CsvSource({"'\"first_nam\":\"Eve\"',first_nam", "'\"last_name\":null',last_name"})
    void whatChangesNothingIsNotAnsweredAsDone(String fields, String field) {
        RawResponse response = send("PATCH " + path, "{\"phone_number\":\"1\"," + fields + "}");
        assertThat(response.status()).as("%s", response).isEqualTo(400);
        assertThat(Jsons.read(Json.of(response.body()), JsonNode.class)
                        .path("field")
                        .asText())
                .isEqualTo(field);
        assertThat(responseTo(request("GET " + path + " HTTP/1.1")).body()).isEqualTo(member);
    }

    /** RFC 7396: an object of the fields to change is a merge patch, whichever it is called; RFC 6902 is another thing. */
    @ParameterizedTest
    @CsvSource({
        "application/json, 200",
        "application/merge-patch+json, 200",
        "Application/Merge-Patch+JSON; charset=utf-8, 200",
        "application/merge-patch+json; charset=iso-8859-1, 415",
        "application/json-patch+json, 415",
        "Application/JSON-Patch+json; charset=utf-8, 415",
        "text/plain, 415"
    })
    void aPatchIsAMergePatchAndNoJsonPatch(String type, int status) {
        RawResponse response = responseTo(requestWithBody(
                "PATCH " + path + " HTTP/1.1", "{\"first_name\":\"Eve\"}", "Content-Type: " + type, ADMIN));

        assertThat(response.status()).as("%s", response).isEqualTo(status);
        assertThat(response.has("Accept-Patch")).isEqualTo(status == 415);
        if (status == 415) {
            assertThat(response.header("Accept-Patch")).isEqualTo("application/json, application/merge-patch+json");
            assertThat(responseTo(request("GET " + path + " HTTP/1.1")).body()).isEqualTo(member);
        }
    }

    @Test
    void twiceInTheBodyIsStillRefused() {
        RawResponse response = send("PATCH " + path, "{\"id\":" + id + ",\"id\":" + id + "}");
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).contains("id appears twice");
    }
}
