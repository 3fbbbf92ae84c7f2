package io.wizd.client.load;

import java.nio.charset.StandardCharsets;

/** HTTP/1.1 replies with a Content-Length, in the order of their requests. Chunked ones are not understood. */
final class HttpReplyScanner implements ReplyScanner {
    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final int STATUS_OFFSET = "HTTP/1.1 ".length();
    private static final int NO_CONTENT = 204;

    private int status;
    private int bodyLength;

    @Override
    public int scan(byte[] in, int from, int to) {
        int body = scanHead(in, from, to);
        if (body == INCOMPLETE || to - body < bodyLength) {
            return INCOMPLETE;
        }
        return body + bodyLength - from;
    }

    /** Where the body begins. */
    private int scanHead(byte[] in, int from, int to) {
        bodyLength = -1;
        int lineBegin = from;
        for (int i = from; i < to; i++) {
            if (in[i] != '\n') {
                continue;
            }
            if (i - lineBegin <= 1) {
                checkHead();
                return i + 1;
            }
            readLine(in, from, lineBegin, i);
            lineBegin = i + 1;
        }
        return INCOMPLETE;
    }

    private void readLine(byte[] in, int from, int lineBegin, int lineEnd) {
        if (lineBegin == from) {
            status = readNumber(in, from + STATUS_OFFSET, from + STATUS_OFFSET + 3);
        } else if (isContentLength(in, lineBegin, lineEnd)) {
            bodyLength = readNumber(in, lineBegin + CONTENT_LENGTH.length, lineEnd);
        }
    }

    private void checkHead() {
        if (bodyLength < 0) {
            if (status != NO_CONTENT) {
                throw new IllegalStateException("an HTTP reply without a Content-Length, status " + status);
            }
            bodyLength = 0;
        }
    }

    private static boolean isContentLength(byte[] in, int from, int to) {
        if (to - from < CONTENT_LENGTH.length) {
            return false;
        }
        for (int i = 0; i < CONTENT_LENGTH.length; i++) {
            if ((in[from + i] | 0x20) != (CONTENT_LENGTH[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private static int readNumber(byte[] in, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            if (in[i] >= '0' && in[i] <= '9') {
                number = number * 10 + in[i] - '0';
            }
        }
        return number;
    }

    @Override
    public int slot() {
        return NEXT_SLOT;
    }

    @Override
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
