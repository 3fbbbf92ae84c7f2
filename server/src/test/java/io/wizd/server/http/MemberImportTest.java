package io.wizd.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.protocol.Jsons;
import io.wizd.server.testing.TestWizd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of members as clients send them and see them go in. */
class MemberImportTest {
    private static final String HEADER = "first_name,last_name,phone_number,client_member_id,account_id\n";
    private static final AtomicInteger ACCOUNTS = new AtomicInteger(770_000);

    private final HttpClient http = HttpClient.newHttpClient();
    private final int account = ACCOUNTS.incrementAndGet();

    private String csv(int rows) {
        StringBuilder csv = new StringBuilder(HEADER);
        IntStream.rangeClosed(1, rows)
                .forEach(n -> csv.append("Ann,\"Abel, ")
                        .append(n)
                        .append("\",49301234567,")
                        .append(n)
                        .append(',')
                        .append(account)
                        .append('\n'));
        return csv.toString();
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(TestWizd.shared().uri(path))
                .header("Authorization", TestWizd.adminAuthorization());
    }

    private HttpResponse<String> put(String query, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder put = to("/api/members/batch" + query).PUT(BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            put.headers(headers);
        }
        return http.send(put.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> put(String query, String csv) throws Exception {
        return put(query, csv.getBytes(StandardCharsets.UTF_8), "Content-Type", "text/csv");
    }

    private HttpResponse<String> get(String path, String accept) throws Exception {
        return http.send(to(path).header("Accept", accept).build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return Jsons.MAPPER.readTree(response.body());
    }

    private static void assertCounts(JsonNode job, int rows, int inserted, int updated, int skipped, int rejected) {
        assertThat(List.of("rows", "inserted", "updated", "skipped", "rejected"))
                .extracting(name -> job.path(name).intValue())
                .containsExactly(rows, inserted, updated, skipped, rejected);
    }

    @Test
    void aFileIsAnsweredWhenItIsIn() throws Exception {
        HttpResponse<String> first = put("?file_name=a.csv", csv(3) + "Bad,Row,+49,4," + account + "\n");

        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        JsonNode job = json(first);
        assertThat(job.path("state").textValue()).isEqualTo("done");
        assertCounts(job, 4, 3, 0, 0, 1);
        assertThat(job.at("/rejects/0/line").intValue()).isEqualTo(5);
        assertThat(job.at("/rejects/0/column").textValue()).isEqualTo("phone_number");
        assertThat(job.path("file").textValue()).isEqualTo("a.csv");

        // The same again changes nothing.
        assertCounts(json(put("", csv(3))), 3, 0, 0, 3, 0);
        assertThat(json(get("/api/jobs/" + job.path("job"), "application/json"))
                        .path("state")
                        .textValue())
                .isEqualTo("done");
    }

    @Test
    void rejectedRowsAreCorrectedAndSentAgain() throws Exception {
        JsonNode job = json(put("", csv(1) + "=cmd(),Row,+49,4," + account + "\n"));

        HttpResponse<String> rejects = get("/api/jobs/" + job.path("job") + "/rejects", "*/*");

        assertThat(rejects.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8");
        assertThat(rejects.body()).contains("\"'=cmd()\"").contains("phone_number");
        assertCounts(json(put("", rejects.body().replace("'+49", "49"))), 1, 1, 0, 0, 0);
        assertThat(get("/api/members/?aid=" + account, "application/json").body())
                .contains("\"=cmd()\"");
        JsonNode again = json(put("", csv(1)));
        assertThat(get("/api/jobs/" + again.path("job") + "/rejects", "*/*").body())
                .as("no rows were rejected")
                .startsWith("\uFEFF\"first_name\"")
                .endsWith("\"reject_reason\"\r\n");
    }

    @Test
    void whoDoesNotWaitGetsTheJobAndLooksAfterIt() throws Exception {
        HttpResponse<String> taken =
                put("?dry_run=true", csv(2).getBytes(StandardCharsets.UTF_8), "Prefer", "respond-async, wait=1");

        assertThat(taken.statusCode()).isEqualTo(202);
        assertThat(taken.headers().firstValue("Preference-Applied")).contains("respond-async");
        String location = taken.headers().firstValue("Location").orElseThrow();
        assertThat(location).isEqualTo("/api/jobs/" + json(taken).path("job"));
        JsonNode job = json(get(location, "application/json"));
        while (List.of("queued", "running").contains(job.path("state").textValue())) {
            job = json(get(location, "application/json"));
        }
        assertCounts(job, 2, 2, 0, 0, 0);
        assertThat(json(get("/api/members/?aid=" + account, "application/json")).path("members"))
                .isEmpty();
    }

    @Test
    void progressComesAsLines() throws Exception {
        HttpResponse<String> lines = put(
                "",
                csv(2).getBytes(StandardCharsets.UTF_8),
                "Accept",
                "application/x-ndjson",
                "Content-Type",
                "text/csv");

        assertThat(lines.headers().firstValue("Content-Type")).contains("application/x-ndjson");
        List<String> jobs = lines.body().lines().toList();
        assertThat(jobs.size()).isGreaterThan(1);
        assertThat(jobs.getFirst()).contains("\"state\":\"").doesNotContain("\"done\"");
        assertCounts(Jsons.MAPPER.readTree(jobs.getLast()), 2, 2, 0, 0, 0);
    }

    /** RFC 7240, 2: a preference that cannot be had is ignored. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/x-ndjson                         | 200 | application/x-ndjson
            text/event-stream                            | 200 | text/event-stream
            text/event-stream, application/json;q=0      | 200 | text/event-stream
            application/x-ndjson, application/json;q=0.1 | 202 | application/json
            application/json, application/x-ndjson       | 202 | application/json
            */*                                          | 202 | application/json
            """)
    void respondAsyncHoldsWhereJsonIsAdmitted(String accept, int status, String type) throws Exception {
        HttpResponse<String> response = put(
                "?dry_run=true", csv(2).getBytes(StandardCharsets.UTF_8), "Prefer", "respond-async", "Accept", accept);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains(type);
        assertThat(response.headers().firstValue("Preference-Applied").isPresent())
                .isEqualTo(status == 202);
        if (status == 200) {
            assertThat(response.body()).contains("\"state\":\"done\"");
        }
    }

    @Test
    void progressComesAsEvents() throws Exception {
        HttpResponse<String> events = put("", csv(2).getBytes(StandardCharsets.UTF_8), "Accept", "text/event-stream");

        assertThat(events.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(events.body()).startsWith("data: {\"job\":").endsWith("\n\nevent: end\ndata: {}\n\n");
        assertThat(events.body()).contains("\"state\":\"done\"");
    }

    @Test
    void formsOfAFile() throws Exception {
        ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(gzipped)) {
            gzip.write(csv(1).getBytes(StandardCharsets.UTF_8));
        }
        assertCounts(
                json(put("", gzipped.toByteArray(), "Content-Type", "text/csv", "Content-Encoding", "gzip")),
                1,
                1,
                0,
                0,
                0);

        String multipart = "--b\r\nContent-Disposition: form-data; name=\"any\"; filename=\"../../a.csv\"\r\n\r\n"
                + csv(2) + "\r\n--b--\r\n";
        assertCounts(
                json(put(
                        "",
                        multipart.getBytes(StandardCharsets.UTF_8),
                        "Content-Type",
                        "multipart/form-data; boundary=b")),
                2,
                1,
                0,
                1,
                0);

        String array = "[{\"first_name\":\"A\",\"last_name\":\"B\",\"phone_number\":\"49\",\"client_member_id\":3,"
                + "\"account_id\":" + account + "},{\"first_name\":\"A\"}]";
        assertCounts(
                json(put("", array.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json")),
                2,
                1,
                0,
                0,
                1);
    }

    /** Before it is sent, where its own Content-Type says so. */
    @Test
    void aCharsetThatIsNotKnownIsRefused() throws Exception {
        HttpResponse<String> unknown =
                put("", csv(1).getBytes(StandardCharsets.UTF_8), "Content-Type", "text/csv; charset=utf-7");
        assertThat(unknown.statusCode()).isEqualTo(415);
        assertThat(json(unknown).path("detail").textValue()).contains("utf-7", "UTF-8");
        assertThat(unknown.headers().firstValue("Accept")).contains("*/*");

        String form = "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a.csv\"\r\n"
                + "Content-Type: text/csv; charset=\"no charset\"\r\n\r\n" + csv(1) + "\r\n--b--\r\n";
        HttpResponse<String> part =
                put("", form.getBytes(StandardCharsets.UTF_8), "Content-Type", "multipart/form-data; boundary=b");
        assertThat(part.statusCode()).isEqualTo(422);
        assertThat(json(part).path("detail").textValue()).contains("the charset no charset is not known here");
    }

    @Test
    void aFileIsReadInTheCharsetOfItsContentType() throws Exception {
        String name = "Ma\u00c2\u00a9x";
        byte[] latin = csv(1).replace("Ann", name).getBytes(StandardCharsets.ISO_8859_1);

        assertCounts(json(put("", latin, "Content-Type", "text/csv; charset=ISO-8859-1")), 1, 1, 0, 0, 0);

        assertThat(get("/api/members/?aid=" + account, "application/json").body())
                .contains('"' + name + '"');
    }

    /** A refusal says once what is in. */
    @Test
    void aFormThatIsRefusedSaysOnceThatNothingIsIn() throws Exception {
        String part = "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a.csv\"\r\n\r\n" + csv(1) + "\r\n";
        for (String more : List.of(part, part.replace("; filename=\"a.csv\"", ""))) {
            HttpResponse<String> refused = put(
                    "",
                    (part + more + "--b--\r\n").getBytes(StandardCharsets.UTF_8),
                    "Content-Type",
                    "multipart/form-data; boundary=b");
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(json(refused).path("detail").textValue()).containsOnlyOnce("nothing is in");
        }
    }

    @Test
    void whatIsNoFileOfMembersIsRefusedWithTheReason() throws Exception {
        HttpResponse<String> empty = put("", "");
        assertThat(empty.statusCode()).isEqualTo(422);
        assertThat(json(empty).path("code").textValue()).isEqualTo("FILE_REFUSED");
        assertThat(json(empty).path("detail").textValue()).startsWith("job ").contains("empty");

        HttpResponse<String> atomic = put("?atomic=true", csv(1) + "A,B,+49,2," + account + "\n");
        assertThat(atomic.statusCode()).isEqualTo(422);
        assertThat(json(atomic).path("detail").textValue()).contains("/rejects");
        assertThat(json(get("/api/members/?aid=" + account, "application/json")).path("members"))
                .isEmpty();

        assertThat(put("?on_duplicate=replace", csv(1)).statusCode()).isEqualTo(400);
        assertThat(put("?report=job", csv(1)).statusCode()).isEqualTo(400);
        HttpResponse<String> anonymous = http.send(
                HttpRequest.newBuilder(TestWizd.shared().uri("/api/members/batch"))
                        .PUT(BodyPublishers.ofString(csv(1)))
                        .build(),
                BodyHandlers.ofString());
        assertThat(anonymous.statusCode()).isEqualTo(401);
    }

    @Test
    void aRefusalSaysWhichJobAndWhatIsIn() throws Exception {
        HttpResponse<String> broken = put("", csv(3) + "\"Ann,Abel,1,4," + account + "\n");
        assertThat(broken.statusCode()).isEqualTo(422);
        assertThat(json(broken).path("detail").textValue())
                .matches("job \\d+ failed: .*line.*; 3 rows of lines 2–4 are in");

        HttpResponse<String> bad = put("?max_errors=1", csv(1) + ("A,B,+49,2," + account + "\n").repeat(2));
        assertThat(json(bad).path("detail").textValue())
                .matches(
                        "job \\d+ failed: more than 1 row is bad; nothing is in; the rejected rows: /api/jobs/\\d+/rejects");
        String job = json(bad).path("detail").textValue().replaceAll("job (\\d+) .*", "$1");
        assertThat(json(get("/api/jobs/" + job, "application/json")).path("rejects"))
                .hasSize(2);
        assertThat(get("/api/jobs/" + job + "/rejects", "*/*").body().lines()).hasSize(3);
    }

    @Test
    void aFormNamesItsFileAndOthersNone() throws Exception {
        String form =
                "--b\r\nContent-Disposition: form-data; name=\"none\"; filename=\"\"\r\n\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"any\"; filename=\"../../a.csv\"\r\n\r\n"
                        + csv(1) + "\r\n--b--\r\n";
        JsonNode job =
                json(put("", form.getBytes(StandardCharsets.UTF_8), "Content-Type", "multipart/form-data; boundary=b"));
        assertThat(job.path("file").textValue()).isEqualTo("a.csv");
        assertThat(json(put("", csv(1))).has("file")).isFalse();
    }

    @Test
    void theWholeListComesAsCsvWhichCanBeSentAgain() throws Exception {
        put("", csv(2_500));

        HttpResponse<String> list = get("/api/members/?aid=" + account, "text/csv");

        assertThat(list.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8");
        assertThat(list.body().lines()).hasSize(2_501);
        assertThat(list.body().lines().findFirst())
                .contains("id,first_name,last_name,phone_number,client_member_id,account_id");
        assertThat(list.body().lines().toList().getLast()).endsWith(",Ann,\"Abel, 2500\",49301234567,2500," + account);
        assertCounts(json(put("", list.body())), 2_500, 0, 0, 2_500, 0);
    }
}
