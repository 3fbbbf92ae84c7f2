package io.wizd.server.http.wire;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import org.jspecify.annotations.Nullable;

/**
 * What a request says before its body. Whatever breaks RFC 9110 or 9112 so that the rest of the connection cannot be
 * trusted is refused here. Immutable.
 *
 * @param verb the method, in its own spelling
 * @param http10 whether the client speaks HTTP/1.0, and has to be told that a connection stays
 * @param keepAlive whether the client wants to go on using the connection
 * @param contentLength bytes of the body as declared, -1 where it is chunked, 0 if there is none
 * @param expectsContinue whether the client waits for 100 before it sends the body
 */
public record RequestHead(
        String verb,
        RequestTarget target,
        boolean http10,
        boolean keepAlive,
        long contentLength,
        boolean expectsContinue,
        RequestFields fields) {
    private static final long CHUNKED = -1;

    /** @throws WizdException if the request is malformed: it is answered, and then the connection closes */
    public static RequestHead of(HttpRequest request) {
        Throwable unreadable = request.decoderResult().cause();
        if (unreadable != null) {
            throw new WizdException(DecodeFaults.of(unreadable));
        }
        String verb = request.method().name();
        boolean http10 = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        RequestFields fields = new RequestFields(request.headers());
        if (verb.equals("CONNECT")) {
            throw WizdException.of(ErrorCode.NOT_IMPLEMENTED, "this server is not a proxy: it does not know CONNECT");
        }
        checkHost(fields, http10);
        long contentLength = contentLength(fields);
        return new RequestHead(
                verb,
                RequestTarget.of(request.uri(), verb),
                http10,
                keepAlive(fields, http10),
                contentLength,
                !http10 && contentLength != 0 && expectsContinue(fields),
                fields);
    }

    private static void checkHost(RequestFields fields, boolean http10) {
        if (fields.host != null) {
            RequestTarget.checkHost(fields.host);
        } else if (!http10) {
            throw WizdException.of(ErrorCode.BAD_REQUEST, "an HTTP/1.1 request must have a Host field");
        }
    }

    private static boolean keepAlive(RequestFields fields, boolean http10) {
        if (fields.connection == null) {
            return !http10;
        }
        return !HeaderList.has(fields.connection, "close")
                && (!http10 || HeaderList.has(fields.connection, "keep-alive"));
    }

    /** The decoder has seen to it that both never stand together, that a length is one, and that chunked comes last. */
    private static long contentLength(RequestFields fields) {
        if (fields.transferEncoding == null) {
            return fields.contentLength == null ? 0 : Long.parseLong(fields.contentLength);
        }
        for (String coding : HeaderList.elements(fields.transferEncoding)) {
            if (!coding.equalsIgnoreCase("chunked")) {
                throw WizdException.of(ErrorCode.NOT_IMPLEMENTED, "this transfer coding is not known: " + coding);
            }
        }
        return CHUNKED;
    }

    private static boolean expectsContinue(RequestFields fields) {
        if (fields.expect == null) {
            return false;
        }
        for (String expectation : HeaderList.elements(fields.expect)) {
            if (!expectation.equalsIgnoreCase("100-continue")) {
                throw WizdException.of(ErrorCode.EXPECTATION_FAILED, "this expectation cannot be met: " + expectation);
            }
        }
        return true;
    }

    /** The host that it is for, with its port if it names one; null if it says none, as HTTP/1.0 may. */
    public @Nullable String authority() {
        return target.authority() != null ? target.authority() : fields.host;
    }

    /** Whether a body follows. */
    public boolean hasBody() {
        return contentLength != 0;
    }

    /** Whether the method asks for nothing to be changed (RFC 9110, 9.2.1). */
    public boolean isSafe() {
        return switch (verb) {
            case "GET", "HEAD", "OPTIONS", "TRACE" -> true;
            default -> false;
        };
    }

    /** Whether the reply has no body, whatever its Content-Length says. */
    public boolean isHead() {
        return verb.equals("HEAD");
    }

    /** Whether the method only reads, so that a body has no meaning and a condition is about the reply. */
    public boolean isRead() {
        return verb.equals("GET") || isHead();
    }
}
