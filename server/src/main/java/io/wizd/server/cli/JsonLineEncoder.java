package io.wizd.server.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Printable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.slf4j.event.KeyValuePair;

/**
 * Log lines for machines: a JSON object each, whose {@code time} is ISO 8601 in UTC. An event of wizd has its name and its
 * values beside its text. Texts are {@link Printable} here too: whoever looks at the file does it with a terminal.
 */
final class JsonLineEncoder extends EncoderBase<ILoggingEvent> {
    private static final String EVENTS = "io.wizd.event.";
    private static final byte[] NONE = {};
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private final LineEncoder.StackTrace stackTrace = new LineEncoder.StackTrace();

    @Override
    public void start() {
        stackTrace.start();
        super.start();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
        line.put("level", event.getLevel().toString());
        String logger = event.getLoggerName();
        if (logger.startsWith(EVENTS)) {
            line.put("event", logger.substring(EVENTS.length()));
        } else {
            line.put("logger", logger);
        }
        line.put("thread", event.getThreadName());
        line.put("message", Printable.of(event.getFormattedMessage()));
        putValues(Objects.requireNonNullElse(event.getKeyValuePairs(), List.of()), line);
        if (event.getThrowableProxy() != null) {
            line.put("stackTrace", stackTrace.convert(event));
        }
        return (Jsons.write(line) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void putValues(List<KeyValuePair> pairs, Map<String, Object> line) {
        if (!pairs.isEmpty()) {
            Map<String, Object> values = new LinkedHashMap<>();
            pairs.forEach(pair ->
                    values.put(pair.key, isJson(pair.value) ? pair.value : Printable.of(String.valueOf(pair.value))));
            line.put("values", values);
        }
    }

    private static boolean isJson(Object value) {
        return value instanceof Long || value instanceof Integer || value instanceof Boolean;
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
