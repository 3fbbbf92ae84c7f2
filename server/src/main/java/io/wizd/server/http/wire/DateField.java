package io.wizd.server.http.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The Date field (RFC 9110, 6.6.1), made once a second. Any thread; two that make it at once make the same. */
final class DateField {
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static volatile DateField newest = new DateField(0);

    private final long second;
    private final byte[] line;

    private DateField(long second) {
        this.second = second;
        String date = IMF_FIXDATE.format(Instant.ofEpochSecond(second));
        this.line = ("Date: " + date + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** The field of this second, with its line end. */
    static byte[] now() {
        long second = System.currentTimeMillis() / 1000;
        DateField field = newest;
        if (field.second != second) {
            field = new DateField(second);
            newest = field;
        }
        return field.line;
    }
}
