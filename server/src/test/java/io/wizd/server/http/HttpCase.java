package io.wizd.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestWizd;

/**
 * One row of a table of requests: what is sent, what comes back, and what becomes of the connection.
 *
 * @param name what the row is about; the name of the test
 * @param request the bytes, as text
 */
public record HttpCase(String name, String request, int status, After after) {
    private static final String PING = "GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n";

    /** What becomes of the connection. */
    enum After {
        /** The next request on it is answered. */
        STAYS,
        /** The response says so, and nothing follows it. */
        CLOSES
    }

    public static HttpCase stays(String name, int status, String request) {
        return new HttpCase(name, request, status, After.STAYS);
    }

    public static HttpCase closes(String name, int status, String request) {
        return new HttpCase(name, request, status, After.CLOSES);
    }

    /** A request with the fields that each must have; lines are ended here. */
    public static String request(String requestLine, String... fields) {
        StringBuilder request = new StringBuilder(requestLine).append("\r\nHost: localhost\r\n");
        for (String field : fields) {
            request.append(field).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    /** A request with a body whose length is declared. */
    public static String requestWithBody(String requestLine, String body, String... fields) {
        String[] all = new String[fields.length + 1];
        System.arraycopy(fields, 0, all, 0, fields.length);
        all[fields.length] = "Content-Length: " + body.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        return request(requestLine, all) + body;
    }

    /** A PUT of JSON. */
    public static String putJson(String path, String json, String... fields) {
        String[] all = java.util.Arrays.copyOf(fields, fields.length + 1);
        all[fields.length] = "Content-Type: application/json";
        return requestWithBody("PUT " + path + " HTTP/1.1", json, all);
    }

    /** The response to a request on a connection of its own. */
    public static RawResponse responseTo(String request) {
        try (RawConnection connection = TestWizd.shared().connect()) {
            return connection.send(request).readResponse();
        }
    }

    /** Runs the case: the same request is sent whole, and what follows it must be read as the next request, or not at all. */
    RawResponse check() {
        try (RawConnection connection = TestWizd.shared().connect()) {
            RawResponse response = connection.send(request + PING).readResponse();
            assertThat(response.status()).as("%s", response).isEqualTo(status);
            switch (after) {
                case STAYS -> {
                    assertThat(response.has("Connection")).as("%s", response).isFalse();
                    assertThat(connection.readResponse().body()).contains("pong");
                }
                case CLOSES -> {
                    assertThat(response.header("Connection")).isEqualTo("close");
                    assertThat(connection.readToEnd()).isEmpty();
                }
            }
            return response;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
