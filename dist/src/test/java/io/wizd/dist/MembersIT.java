package io.wizd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wizd.db.testing.Eventually;
import io.wizd.db.testing.Proof;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large file of members, a small heap, and a server that is killed in the middle. */
class MembersIT {
    private static final int ROWS = Proof.length(200_000, 400_000);
    private static final int BAD_EVERY = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void aKilledServerGoesOnWithTheFileAndEveryRowIsInOnce() throws Exception {
        Path csv = folder.resolve("members.csv");
        write(csv);
        Path data = folder.resolve("data");
        Map<String, String> smallHeap = Map.of("WIZD_JAVA_OPTS", "-Xmx256m");
        String job;
        try (RunningWizd wizd = RunningWizd.onSetUp(data, smallHeap)) {
            HttpResponse<String> taken = http.send(
                    request(wizd, data, "/api/members/batch")
                            .header("Content-Type", "text/csv")
                            .header("Prefer", "respond-async")
                            .PUT(BodyPublishers.ofFile(csv))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
            job = taken.headers().firstValue("Location").orElseThrow();
            Eventually.await(
                    "some rows are in",
                    () -> get(wizd, data, job).path("inserted").intValue() > 0);
            wizd.kill();
        }
        try (RunningWizd wizd = RunningWizd.on(data, smallHeap)) {
            Eventually.await(
                    "the job has ended",
                    () -> get(wizd, data, job).path("state").textValue().equals("done"));

            JsonNode done = get(wizd, data, job);
            assertThat(done.path("rows").intValue()).isEqualTo(ROWS);
            assertThat(done.path("inserted").intValue()).isEqualTo(ROWS - ROWS / BAD_EVERY);
            assertThat(done.path("rejected").intValue()).isEqualTo(ROWS / BAD_EVERY);
            HttpResponse<Stream<String>> all = http.send(
                    request(wizd, data, "/api/members/")
                            .header("Accept", "text/csv")
                            .build(),
                    BodyHandlers.ofLines());
            // The header, the rows, and the member that every first start makes.
            assertThat(all.body()
                            .map(line -> line.substring(line.indexOf(',')).intern())
                            .filter(line -> line.contains(",77,") || line.endsWith(",77")))
                    .hasSize(ROWS - ROWS / BAD_EVERY)
                    .doesNotHaveDuplicates();
            assertThat(wizd.errors()).doesNotContain("OutOfMemoryError");
        }
        try (Stream<Path> files = Files.list(data.resolve("member-jobs"))) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.endsWith(".file"));
        }
    }

    private static void write(Path csv) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(csv)) {
            out.write("account_id,client_member_id,phone_number,last_name,first_name\n");
            for (int n = 1; n <= ROWS; n++) {
                out.write("77," + n + "," + (n % BAD_EVERY == 0 ? "+" : "") + "49301234567,Lovelace,Ada\n");
            }
        }
    }

    private JsonNode get(RunningWizd wizd, Path data, String path) {
        try {
            return JSON.readTree(http.send(request(wizd, data, path).build(), BodyHandlers.ofString())
                    .body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HttpRequest.Builder request(RunningWizd wizd, Path data, String path) {
        String credentials = "admin:" + new DataFiles(data).adminPassword();
        return HttpRequest.newBuilder(URI.create(wizd.url() + path))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }
}
