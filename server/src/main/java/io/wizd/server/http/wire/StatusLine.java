package io.wizd.server.http.wire;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/** Status lines, made once. Any thread. */
final class StatusLine {
    private static final int FIRST = 100;
    private static final byte[][] LINES = new byte[500][];

    static {
        for (int i = 0; i < LINES.length; i++) {
            String line = "HTTP/1.1 " + (FIRST + i) + " " + reason(FIRST + i) + "\r\n";
            LINES[i] = line.getBytes(StandardCharsets.US_ASCII);
        }
    }

    private StatusLine() {}

    /** The first line of a response, with its end. */
    static byte[] of(int status) {
        return LINES[status - FIRST];
    }

    /** The reason phrase of RFC 9110; Netty has older ones. */
    static String reason(int status) {
        return switch (status) {
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 422 -> "Unprocessable Content";
            default -> HttpResponseStatus.valueOf(status).reasonPhrase();
        };
    }
}
