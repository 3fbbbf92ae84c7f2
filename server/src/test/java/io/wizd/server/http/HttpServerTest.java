package io.wizd.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;
import org.junit.jupiter.api.Test;

/** The harness itself: the server answers, and the raw client reads it. */
class HttpServerTest {
    @Test
    void answersPing() {
        try (RawConnection connection = TestWizd.shared().connect()) {
            RawResponse response = connection
                    .send("GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .readResponse();
            assertThat(response.statusLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(response.body()).contains("\"pong\":true");
        }
    }
}
