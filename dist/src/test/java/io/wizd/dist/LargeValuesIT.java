package io.wizd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The largest values, many at once, in a server with the least memory that it may have. */
class LargeValuesIT {
    private static final int BYTES = 16 << 20;
    private static final int CLIENTS = 5;
    private static final int TRIES = 10;

    /** No room, and a request that did not end in time. */
    private static final Set<Integer> COME_AGAIN = Set.of(408, 503);

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aSmallHeapIsEnoughForManyLargeValuesAtOnce(@TempDir Path data) throws Exception {
        List<byte[]> values = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            byte[] value = new byte[BYTES];
            new Random(i).nextBytes(value);
            values.add(value);
        }
        try (RunningWizd wizd = RunningWizd.onSetUp(data, Map.of("WIZD_JAVA_OPTS", "-Xmx256m"))) {
            List<CompletableFuture<HttpResponse<byte[]>>> writes = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                HttpRequest.Builder put = request(wizd, i)
                        .header("Content-Type", "image/png")
                        .PUT(BodyPublishers.ofByteArray(values.get(i)));
                writes.add(patiently(put.build(), TRIES));
            }
            assertThat(writes)
                    .allSatisfy(write -> assertThat(write.join().statusCode()).isIn(200, 201));

            List<CompletableFuture<HttpResponse<byte[]>>> reads = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                reads.add(patiently(request(wizd, i).build(), TRIES));
            }
            for (int i = 0; i < CLIENTS; i++) {
                assertThat(reads.get(i).join().body()).isEqualTo(values.get(i));
                assertThat(reads.get(i).join().headers().firstValue("Content-Type"))
                        .contains("image/png");
            }
            assertThat(wizd.errors()).doesNotContain("OutOfMemoryError");
        }
    }

    /**
     * As a client does that is told to come again, or is cut off: on a slow machine a value may have waited for memory until its
     * deadline, and who reads slowly while others wait for memory is closed.
     */
    private CompletableFuture<HttpResponse<byte[]>> patiently(HttpRequest request, int tries) {
        return http.sendAsync(request, BodyHandlers.ofByteArray())
                .handle((response, error) -> {
                    if (tries == 1 || response != null && !COME_AGAIN.contains(response.statusCode())) {
                        return response == null
                                ? CompletableFuture.<HttpResponse<byte[]>>failedFuture(error)
                                : CompletableFuture.completedFuture(response);
                    }
                    long seconds = response == null
                            ? 1
                            : response.headers().firstValueAsLong("Retry-After").orElseThrow();
                    return CompletableFuture.runAsync(
                                    () -> {}, CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS))
                            .thenCompose(waited -> patiently(request, tries - 1));
                })
                .thenCompose(next -> next);
    }

    private static HttpRequest.Builder request(RunningWizd wizd, int i) {
        return HttpRequest.newBuilder(URI.create(wizd.url() + "/kv/large-" + i));
    }
}
