package io.wizd.server.logfile;

import ch.qos.logback.core.encoder.EncoderBase;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Printable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Requests as lines, with times in UTC. What a client sent cannot look like a line or a field of its own. */
final class AccessLines extends EncoderBase<AccessEntry> {
    private static final byte[] NONE = {};
    private static final DateTimeFormatter ISO =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);
    private static final DateTimeFormatter COMMON = DateTimeFormatter.ofPattern(
                    "dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final double NANOS_A_MILLI = 1e6;

    private final AccessLogConfig.Format format;

    AccessLines(AccessLogConfig.Format format) {
        this.format = format;
    }

    /** A line for machines; what is not known is left out. */
    private record Line(
            String time,
            String client,
            @Nullable String requestId,
            String method,
            String target,
            String protocol,
            int status,
            @Nullable String code,
            @Nullable Long bytes,
            double elapsedMs,
            @Nullable String referer,
            @Nullable String userAgent) {}

    @Override
    public byte[] encode(AccessEntry entry) {
        String line = format == AccessLogConfig.Format.JSON ? json(entry) : combined(entry);
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String json(AccessEntry entry) {
        return Jsons.write(new Line(
                        ISO.format(Instant.ofEpochMilli(entry.endedMs())),
                        entry.origin().client(),
                        printable(entry.origin().requestId()),
                        Printable.of(entry.method()),
                        Printable.of(entry.target()),
                        entry.protocol(),
                        entry.status(),
                        entry.code(),
                        entry.bytes() < 0 ? null : entry.bytes(),
                        entry.elapsedNanos() / NANOS_A_MILLI,
                        printable(entry.referer()),
                        printable(entry.userAgent())))
                .toString();
    }

    private static @Nullable String printable(@Nullable String text) {
        return text == null ? null : Printable.of(text);
    }

    private static String combined(AccessEntry entry) {
        String request = entry.target().isEmpty()
                ? "-"
                : quotable(entry.method()) + " " + quotable(entry.target()).replace(' ', '+') + " " + entry.protocol();
        return entry.origin().host()
                + " - - [" + COMMON.format(Instant.ofEpochMilli(entry.endedMs())) + "] \"" + request + "\" "
                + entry.status() + " " + (entry.bytes() < 0 ? "-" : Long.toString(entry.bytes()))
                + " \"" + quotable(entry.referer()) + "\" \"" + quotable(entry.userAgent()) + "\"";
    }

    private static String quotable(@Nullable String text) {
        return text == null ? "-" : Printable.of(text).replace("\\", "\\\\").replace("\"", "\\\"");
    }

    @Override
    public byte[] headerBytes() {
        return NONE;
    }

    @Override
    public byte[] footerBytes() {
        return NONE;
    }
}
