package io.wizd.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.server.UploadConfig;
import io.wizd.server.testing.TestWizd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What the configuration says of gzip is what a client is held to, and told. */
class GzipLimitsTest {
    private static final String HEADER = "first_name,last_name,phone_number,client_member_id,account_id\n";

    private static HttpResponse<String> send(TestWizd wizd, String text) throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        HttpRequest put = HttpRequest.newBuilder(wizd.uri("/api/members/batch?dry_run=true"))
                .headers("Authorization", TestWizd.adminAuthorization())
                .headers("Content-Type", "text/csv", "Content-Encoding", "gzip")
                .PUT(BodyPublishers.ofByteArray(packed.toByteArray()))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(put, BodyHandlers.ofString());
        }
    }

    @Test
    void theyAreThoseOfTheConfiguration() throws Exception {
        try (TestWizd wizd = TestWizd.start(new UploadConfig(1 << 20, 12 << 20, 4, 256 << 20))) {
            assertThat(send(wizd, HEADER + "Ann,Abel,1,1,7\n".repeat(1_000)).statusCode())
                    .as("a ratio that counts from 10 MiB on")
                    .isEqualTo(200);

            HttpResponse<String> ratio = send(wizd, HEADER + "Ann,Abel,1,1,7\n".repeat(750_000));
            assertThat(ratio.statusCode()).isEqualTo(422);
            assertThat(ratio.body()).contains("FILE_REFUSED", "4 times its size", "wizd.maxUploadCompressionRatio");
        }
        try (TestWizd wizd = TestWizd.start(new UploadConfig(1 << 20, 1 << 20, 1_100, 256 << 20))) {
            HttpResponse<String> size = send(wizd, HEADER + "Ann,Abel,1,1,7\n".repeat(80_000));
            assertThat(size.statusCode()).isEqualTo(422);
            assertThat(size.body()).contains("1048576 bytes", "wizd.maxUploadUncompressed");
        }
    }
}
