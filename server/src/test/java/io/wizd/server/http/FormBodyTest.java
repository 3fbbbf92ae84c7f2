package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.requestWithBody;
import static io.wizd.server.http.HttpCase.responseTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.server.http.body.FormBody;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A member comes as a form as well as in JSON. */
class FormBodyTest {
    private static final AtomicLong IDS = new AtomicLong(7_100_000);
    private static final String URL_ENCODED = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data; boundary=xYz";
    private static final String AUTHORIZATION = "Authorization: " + TestWizd.adminAuthorization();

    private static RawResponse post(String contentType, String body) {
        return responseTo(requestWithBody(
                "POST /api/members/create/ HTTP/1.1", body, "Content-Type: " + contentType, AUTHORIZATION));
    }

    private static String urlEncoded(String firstName) {
        return "first_name=" + firstName + "&last_name=Meyer&phone_number=4917012345&client_member_id="
                + IDS.incrementAndGet() + "&account_id=71";
    }

    private static String part(String name, String more, String value) {
        return "--xYz\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n" + value + "\r\n";
    }

    /** What is encoded would be stored as it stands there. */
    @ParameterizedTest
    @CsvSource({
        "Content-Transfer-Encoding: quoted-printable, 400",
        "content-transfer-encoding:BASE64, 400",
        "Content-Transfer-Encoding: binary, 201",
        "Content-Transfer-Encoding: 8BIT, 201",
        "X-Content-Transfer-Encoding: base64, 201"
    })
    void anEncodedPartIsRefused(String header, int status) {
        RawResponse response = post(MULTIPART, multipart(part("first_name", "\r\n" + header, "Zo=C3=AB")));
        assertThat(response.status()).as("%s", response).isEqualTo(status);
        assertThat(response.body()).contains(status == 400 ? "Content-Transfer-Encoding" : "Zo=C3=AB");
    }

    private static String multipart(String firstNamePart) {
        return firstNamePart
                + part("last_name", "", "Meyer")
                + part("phone_number", "", "4917012345")
                + part("client_member_id", "", Long.toString(IDS.incrementAndGet()))
                + part("account_id", "", "71")
                + "--xYz--\r\n";
    }

    private static void assertCreated(RawResponse response, String firstName) {
        assertThat(response.status()).as("%s", response).isEqualTo(201);
        JsonNode member = Jsons.read(Json.of(response.body()), JsonNode.class);
        assertThat(member.get("first_name").asText()).isEqualTo(firstName);
        assertThat(member.get("phone_number").asText()).isEqualTo("4917012345");
        assertThat(member.get("account_id").asLong()).isEqualTo(71);
    }

    /** A boundary is looked for at each byte, so that a long one in a body of its first characters would take minutes. */
    @Test
    @Timeout(60)
    void aFormTakesNoLongerThanItsBytes() {
        byte[] dashes = "-".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        String boundary = "-".repeat(69) + "x";
        for (String type : List.of(boundary, "-".repeat(8_000) + "x")) {
            assertThatThrownBy(() -> FormBody.fields("multipart/form-data" + "; boundary=" + type, dashes))
                    .hasMessageContaining("the form cannot be read");
        }
        String begun = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n";
        String end = "\r\n--" + boundary + "--\r\n";
        for (String text : List.of("-".repeat(1 << 20), "\r\n--".repeat(1 << 18), "\r\n".repeat(1 << 19))) {
            byte[] body = (begun + text + end).getBytes(StandardCharsets.US_ASCII);
            assertThat(FormBody.fields("multipart/form-data" + "; boundary=" + boundary, body))
                    .containsExactly(Map.entry("a", text));
        }
        byte[] headers = (begun.replace("form-data;", "form-data; " + "x=y;".repeat(1 << 18)) + end)
                .getBytes(StandardCharsets.US_ASCII);
        assertThat(FormBody.fields("multipart/form-data" + "; boundary=" + boundary, headers))
                .containsExactly(Map.entry("a", ""));
        String umlauts = "ä".repeat(1 << 19);
        assertThat(FormBody.fields(URL_ENCODED, ("a=" + umlauts).getBytes(StandardCharsets.UTF_8)))
                .containsExactly(Map.entry("a", umlauts));
    }

    @ParameterizedTest
    @CsvSource({"An+na%21,An na!", "M%C3%BCller,Müller", "Müller,Müller", "123,123", "true,true", "%22%5C,\"\\"})
    void urlEncoded(String sent, String name) {
        assertCreated(post(URL_ENCODED, urlEncoded(sent)), name);
        assertCreated(post("Application/X-WWW-form-urlencoded; charset=UTF-8", urlEncoded(sent) + "\r\n"), name);
    }

    @ParameterizedTest
    @CsvSource({"An na!,An na!", "Müller,Müller", "123,123", "%41+,%41+"})
    void multipart(String sent, String name) {
        assertCreated(post(MULTIPART, multipart(part("first_name", "", sent))), name);
        assertCreated(post("Multipart/Form-Data; boundary=\"xYz\"", multipart(part("first_name", "", sent))), name);
    }

    @Test
    void aPartMayNameItsCharset() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String head = "\r\nContent-Type: text/plain; charset=iso-8859-1";
        body.writeBytes(multipart(part("first_name", head, "Müller")).getBytes(StandardCharsets.ISO_8859_1));
        try (RawConnection connection = TestWizd.shared().connect()) {
            RawResponse response = connection
                    .send(HttpCase.request(
                            "POST /api/members/ HTTP/1.1",
                            "Content-Type: " + MULTIPART,
                            AUTHORIZATION,
                            "Content-Length: " + body.size()))
                    .send(body.toByteArray())
                    .readResponse();
            assertCreated(response, "Müller");
        }
    }

    @Test
    void whatIsNotDeclaredIsPassedOver() {
        assertCreated(post(URL_ENCODED, urlEncoded("Anna") + "&x%22y=1"), "Anna");
        assertCreated(post(MULTIPART, multipart(part("first_name", "", "Anna") + part("x", "", "1"))), "Anna");
    }

    @ParameterizedTest
    @CsvSource({"%", "%4", "%GG", "%FF", "%C3"})
    void percentSignsAreChecked(String firstName) {
        RawResponse response = post(URL_ENCODED, urlEncoded(firstName));
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).contains("BAD_REQUEST");
    }

    private static void assertBadField(RawResponse response, String field, String why) {
        assertThat(response.status()).as("%s", response).isEqualTo(400);
        assertThat(response.body()).contains("\"field\":\"" + field + "\"", why);
    }

    @Test
    void aFieldIsThereOnceAndFits() {
        assertBadField(post(URL_ENCODED, urlEncoded("a") + "&first_name=b"), "first_name", "twice");
        assertBadField(
                post(MULTIPART, multipart(part("first_name", "", "a") + part("first_name", "", "b"))),
                "first_name",
                "twice");
        assertBadField(
                post(URL_ENCODED, urlEncoded("a").replace("account_id=71", "account_id=many")),
                "account_id",
                "must be an integer");
        assertBadField(post(URL_ENCODED, "first_name=a"), "last_name", "is missing");
        assertBadField(post(URL_ENCODED, ""), "first_name", "is missing");
        assertBadField(
                post(MULTIPART, multipart(part("first_name", "; filename=\"../a\"", "a"))), "first_name", "is a file");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            005  | must be an integer such as 42, without leading zeros, not '005'
            %2B9 | must be an integer such as 42, not '+9'
            +9   | must be an integer such as 42, not ' 9'
            x    | must be an integer such as 42, not 'x'
            0    | must be an integer from 1 to 9223372036854775807, not 0
                 | is empty; it must be an integer
            """)
    void whatIsNoNumberIsToldAsText(@Nullable String sent, String why) {
        String value = sent == null ? "" : sent;
        RawResponse form = post(URL_ENCODED, urlEncoded("a").replace("account_id=71", "account_id=" + value));
        assertBadField(form, "account_id", "account_id " + why);
        assertBadField(
                responseTo(HttpCase.request("GET /api/members/?aid=" + value + " HTTP/1.1")), "aid", "aid " + why);
    }

    @Test
    void aFormThatIsCutIsRefused() {
        String whole = multipart(part("first_name", "", "a"));
        assertThat(post(MULTIPART, whole.substring(0, whole.length() - 20)).status())
                .isEqualTo(400);
        assertThat(post(MULTIPART, "no form").status()).isEqualTo(400);
        assertThat(post("multipart/form-data", whole).status()).isEqualTo(400);
        assertThat(post(URL_ENCODED, "a&".repeat(1_000)).body()).contains("more than");
    }

    @Test
    void theDescriptionOfTheApiListsThem() {
        RawResponse response = responseTo(HttpCase.request("GET /openapi.json HTTP/1.1"));
        JsonNode content = Jsons.read(Json.of(response.body()), JsonNode.class)
                .at("/paths/~1api~1members~1create/post/requestBody/content");
        for (String type : FormBody.MEDIA_TYPES) {
            assertThat(content.at("/" + type.replace("/", "~1") + "/schema/properties/account_id")
                            .isMissingNode())
                    .as(type)
                    .isFalse();
        }
    }

    @Test
    void otherTypesAreRefusedWithThoseThatThereAre() {
        RawResponse response = post("text/csv", "first_name");
        assertThat(response.status()).isEqualTo(415);
        assertThat(response.header("Accept"))
                .isEqualTo("application/json, application/x-www-form-urlencoded, multipart/form-data");
        assertThat(response.body()).contains(URL_ENCODED);
        assertThat(post(URL_ENCODED + "; charset=koi8-r", urlEncoded("a")).status())
                .isEqualTo(415);
    }
}
