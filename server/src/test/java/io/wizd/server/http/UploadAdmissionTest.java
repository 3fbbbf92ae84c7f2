package io.wizd.server.http;

import static io.wizd.server.http.HttpCase.request;
import static io.wizd.server.http.Uploader.assertArrived;
import static io.wizd.server.http.Uploader.files;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.testing.Eventually;
import io.wizd.server.connection.ConnectionLimits;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An upload is taken, or refused, by what its head says, before its body is asked for. */
class UploadAdmissionTest {
    private static final int MIB = 1 << 20;

    @TempDir
    static Path data;

    private static TestWizd wizd;

    @BeforeAll
    static void start() {
        // Its databases have the account admin once this one is there.
        TestWizd.shared();
        wizd = TestWizd.start(ConnectionLimits.defaults(), data, Long.MAX_VALUE, new Uploader(data));
    }

    @AfterAll
    static void stop() {
        wizd.close();
    }

    @AfterEach
    void nothingIsLeft() {
        Eventually.await("the folder is empty", () -> files(data).isEmpty());
    }

    @Test
    void theBodyIsAskedForOnce() {
        byte[] body = Uploader.random(2 * MIB);
        try (RawConnection connection = wizd.connect()) {
            connection.send(
                    request("PUT /uploads/e HTTP/1.1", "Expect: 100-continue", "Content-Length: " + body.length));
            assertThat(connection.readResponse().statusLine()).isEqualTo("HTTP/1.1 100 Continue");
            assertArrived(connection.send(body).readResponse(), body);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/uploads/a?number=many 400 -",
                "/uploads/a?unknown=1 400 -",
                "/guarded/a 401 -",
                "/guarded/a 401 Basic YWRtaW46d3Jvbmc=",
                "/guarded/a?number=many 401 -"
            })
    void whatIsWrongIsSaidBeforeTheBodyIsAskedFor(String row) {
        String[] cells = row.split(" ", 3);
        String[] fields = {"Expect: 100-continue", "Content-Length: 10", "Authorization: " + cells[2]};
        try (RawConnection connection = wizd.connect()) {
            RawResponse response = connection
                    .send(request("PUT " + cells[0] + " HTTP/1.1", fields))
                    .readResponse();
            assertThat(response.status()).as("%s", response).isEqualTo(Integer.parseInt(cells[1]));
            assertThat(connection.readToEnd()).isEmpty();
        }
    }

    @Test
    void whoMayIsAskedForTheBody() {
        byte[] body = Uploader.random(MIB);
        try (RawConnection connection = wizd.connect()) {
            connection.send(request(
                    "PUT /guarded/a HTTP/1.1",
                    "Expect: 100-continue",
                    "Content-Length: " + body.length,
                    "Authorization: " + TestWizd.adminAuthorization()));
            assertThat(connection.readResponse().status()).isEqualTo(100);
            assertArrived(connection.send(body).readResponse(), body);
        }
    }

    @Test
    void whoMayNotIsToldWhileItSends() {
        try (RawConnection connection = wizd.connect()) {
            connection.send(request("PUT /guarded/a HTTP/1.1", "Content-Length: 100000000"));
            connection.send(new byte[10]);
            assertThat(connection.readResponse().status()).isEqualTo(401);
            assertThat(connection.readToEnd()).isEmpty();
        }
    }

    @Test
    void moreThanTheDiskHoldsIsRefusedAtOnce() {
        try (RawConnection connection = wizd.connect()) {
            connection.send(request("PUT /uploads/a HTTP/1.1", "Content-Length: " + Long.MAX_VALUE));
            RawResponse response = connection.readResponse();
            assertThat(response.status()).isEqualTo(507);
            assertThat(response.body()).contains("INSUFFICIENT_STORAGE", "has room for");
        }
    }
}
