package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.Uploader.files;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.testing.Eventually;
import io.wizd.server.connection.ConnectionLimits;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upload that does not come whole reaches no handler and leaves no file. */
class UploadBrokenOffTest {
    private static final int MAX_BYTES = 1 << 20;
    private static final int REQUEST_TIMEOUT_MS = 400;
    private static final String CHUNKED = "Transfer-Encoding: chunked";

    @TempDir
    Path data;

    private Uploader uploader;
    private TestWizd wizd;

    @BeforeEach
    void start() {
        uploader = new Uploader(data);
        wizd = TestWizd.start(
                new ConnectionLimits(1 << 20, 256, 30_000, REQUEST_TIMEOUT_MS, 75_000), data, MAX_BYTES, uploader);
    }

    @AfterEach
    void stop() {
        wizd.close();
    }

    private RawConnection begun(String... fields) {
        return wizd.connect().send(request("PUT /uploads/a HTTP/1.1", fields));
    }

    private void assertNothingIsLeft() {
        Eventually.await("the file is gone", () -> files(data).isEmpty());
        Eventually.await("so is the connection", () -> wizd.openConnections() == 0);
        assertThat(uploader.handled).hasValue(0);
    }

    private void breakOff(Consumer<RawConnection> how) {
        try (RawConnection connection = begun("Content-Length: 500000").send(new byte[200_000])) {
            Eventually.await("its file is there", () -> files(data).size() == 1);
            how.accept(connection);
            assertNothingIsLeft();
        }
    }

    @Test
    void theClientCloses() {
        breakOff(RawConnection::close);
    }

    @Test
    void theClientResets() {
        breakOff(RawConnection::reset);
    }

    @Test
    void theClientEndsItsOutput() {
        breakOff(connection -> assertThat(connection.endOutput().readToEnd()).isEmpty());
    }

    @Test
    void theClientFallsSilent() {
        breakOff(connection -> {
            assertThat(connection.readResponse().status()).isEqualTo(408);
            assertThat(connection.readToEnd()).isEmpty();
        });
    }

    @Test
    void theServerStops() throws IOException {
        try (RawConnection ignored = begun("Content-Length: 500000").send(new byte[200_000])) {
            Eventually.await("its file is there", () -> files(data).size() == 1);
            wizd.close();
            assertThat(files(data)).isEmpty();
        }
        assertThat(uploader.handled).hasValue(0);
    }

    @Test
    void aChunkIsBroken() {
        try (RawConnection connection = begun(CHUNKED).send("5\r\nhello\r\nno size\r\n")) {
            assertThat(connection.readResponse().status()).isEqualTo(400);
            connection.readToEnd();
            assertNothingIsLeft();
        }
    }

    @Test
    void itIsTooLarge() {
        try (RawConnection connection = begun("Content-Length: " + (MAX_BYTES + 1), "Expect: 100-continue")) {
            RawResponse response = connection.readResponse();
            assertThat(response.status()).isEqualTo(413);
            assertThat(response.body()).contains("a body may have ", MAX_BYTES + " bytes");
            assertThat(connection.readToEnd()).isEmpty();
        }
        try (RawConnection connection = begun(CHUNKED)) {
            connection.send(Integer.toHexString(MAX_BYTES + 1) + "\r\n").send(new byte[MAX_BYTES + 1]);
            assertThat(connection.readResponse().status()).isEqualTo(413);
            connection.readToEnd();
        }
        assertNothingIsLeft();
    }

    @Test
    void aSlowOneIsTakenAsLongAsBytesCome() {
        int parts = 10;
        try (RawConnection connection = begun("Content-Length: " + parts)) {
            for (int i = 0; i < parts; i++) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(REQUEST_TIMEOUT_MS / 4));
                connection.send("x");
            }
            assertThat(connection.readResponse().status()).isEqualTo(200);
        }
    }

    @Test
    void whatACrashLeftIsDeletedAtTheStart() throws IOException {
        wizd.close();
        Path folder = Files.createDirectories(data.resolve("uploads"));
        Path leftover = Files.createFile(folder.resolve("upload-5.part"));
        Path other = Files.createFile(folder.resolve("mine.csv"));
        start();
        assertThat(leftover).doesNotExist();
        assertThat(other).exists();
        Files.delete(other);
    }
}
