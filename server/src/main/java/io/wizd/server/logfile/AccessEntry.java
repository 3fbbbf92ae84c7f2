package io.wizd.server.logfile;

import io.wizd.event.Origin;
import io.wizd.protocol.Fault;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request, or one message over TCP, that was answered.
 *
 * @param endedMs when the last byte of its reply was handed to the connection, in milliseconds since 1970
 * @param elapsedNanos from the end of its head, or of its frame, to then
 * @param method empty if it could not be read; {@value #MESSAGE} of a message
 * @param target path and query as they came, or the type of a message; empty if they could not be read
 * @param protocol HTTP/1.1, HTTP/1.0 or {@value #TCP}
 * @param status of HTTP; a message that is carried out has 200, as over HTTP
 * @param code the stable name of the error of a message
 * @param bytes of the body of the reply, or of its whole frame; negative if only its end told
 */
public record AccessEntry(
        long endedMs,
        long elapsedNanos,
        Origin origin,
        String method,
        String target,
        String protocol,
        int status,
        @Nullable String code,
        long bytes,
        @Nullable String referer,
        @Nullable String userAgent) {
    static final String MESSAGE = "MESSAGE";
    static final String TCP = "TCP";
    private static final int OK = 200;

    /**
     * A message over TCP.
     *
     * @param type empty if it could not be read
     * @param fault null if it was carried out
     */
    public static AccessEntry ofMessage(
            String type, Origin origin, long elapsedNanos, @Nullable Fault fault, long bytes) {
        return new AccessEntry(
                System.currentTimeMillis(),
                elapsedNanos,
                origin,
                MESSAGE,
                type,
                TCP,
                fault == null ? OK : fault.code().httpStatus(),
                fault == null ? null : fault.code().name(),
                bytes,
                null,
                null);
    }
}
