package io.wizd.server.http.wire;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.WizdException;

/** What the decoder could not read, as the client is told. Static, any thread. */
public final class DecodeFaults {
    private DecodeFaults() {}

    /** Of a head. */
    static Fault of(Throwable cause) {
        return switch (cause) {
            case WizdException known -> known.fault();
            case TooLongHttpLineException line ->
                Fault.of(
                        ErrorCode.URI_TOO_LONG,
                        "a request line may have " + RequestDecoder.MAX_REQUEST_LINE_BYTES + " bytes at most");
            case TooLongHttpHeaderException fields ->
                Fault.of(
                        ErrorCode.HEADERS_TOO_LARGE,
                        "the header fields may have " + RequestDecoder.MAX_HEADER_BYTES + " bytes at most");
            default -> Fault.of(ErrorCode.BAD_REQUEST, ErrorCode.BAD_REQUEST.description() + detail(cause));
        };
    }

    /** Of a chunked body, where a line too long is no matter of the target. */
    public static Fault ofBody(Throwable cause) {
        return cause instanceof TooLongHttpLineException
                ? Fault.of(ErrorCode.BAD_REQUEST, "the line of a chunk's size is too long")
                : of(cause);
    }

    private static String detail(Throwable cause) {
        String message = cause.getMessage();
        if (message == null) {
            return ": its lines must end with CRLF, and its chunks must be as long as they say";
        }
        StringBuilder printable = new StringBuilder(": ");
        message.chars().limit(200).forEach(c -> printable.append(c < ' ' || c > '~' ? '?' : (char) c));
        return printable.toString();
    }
}
