package io.wizd.server.logfile;

import io.wizd.event.Origin;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request that was answered.
 *
 * @param endedMs when the last byte of its reply was handed to the connection, in milliseconds since 1970
 * @param elapsedNanos from the end of its head to then
 * @param method empty if it could not be read
 * @param target path and query as they came; empty if they could not be read
 * @param protocol HTTP/1.1 or HTTP/1.0
 * @param bytes of the body of the reply; negative if only its end told
 */
public record AccessEntry(
        long endedMs,
        long elapsedNanos,
        Origin origin,
        String method,
        String target,
        String protocol,
        int status,
        long bytes,
        @Nullable String referer,
        @Nullable String userAgent) {}
