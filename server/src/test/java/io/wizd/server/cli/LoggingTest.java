package io.wizd.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.server.config.LogConfig;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;

/** What clients send cannot look like a line of the log, nor steer the terminal that shows it. */
class LoggingTest {
    /** A line end of each kind, a terminal's sequences in seven and eight bits, and what turns the order of text. */
    private static final String EVIL =
            "ann\r\n12:00:00.000 INFO all is well\u2028\u2029\u0085 \u001b[2J\u009b2J \u202eevil\u2066";

    private static final String TOLD =
            "ann\\u000d\\u000a12:00:00.000 INFO all is well\\u2028\\u2029\\u0085 \\u001b[2J\\u009b2J \\u202eevil\\u2066";

    private static LoggerContext newContext() {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        return context;
    }

    private static LoggingEvent event(LoggerContext context) {
        IllegalStateException thrown = new IllegalStateException("outer " + EVIL, new IOException("cause " + EVIL));
        thrown.addSuppressed(new IOException("suppressed " + EVIL));
        return new LoggingEvent(
                LoggingTest.class.getName(),
                context.getLogger(LoggingTest.class),
                ch.qos.logback.classic.Level.WARN,
                "user {}: failed",
                thrown,
                new Object[] {EVIL});
    }

    private static void assertHarmless(String log) {
        assertThat(log.codePoints().filter(c -> c != '\n' && c != '\t'))
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
        assertThat(log)
                .contains(
                        "WARN  [",
                        "] LoggingTest: user " + TOLD + ": failed\njava.lang.IllegalStateException: outer " + TOLD
                                + "\n\tat ",
                        "Suppressed: java.io.IOException: suppressed " + TOLD + "\n",
                        "\nCaused by: java.io.IOException: cause " + TOLD + "\n");
        assertThat(log.lines()).noneMatch(line -> line.startsWith("12:00:00.000 INFO"));
    }

    @Test
    void theConfiguredLogIsHarmless(@TempDir Path folder) throws IOException {
        LoggerContext context = newContext();
        Path file = folder.resolve("wizd.log");
        new Logging(new LogConfig(LogConfig.Format.HUMAN, Level.INFO), context).useFile(file);
        context.getLogger(LoggingTest.class).callAppenders(event(context));
        context.stop();
        assertHarmless(Files.readString(file));
    }

    @Test
    void aLineForMachinesIsAnObjectThatIsHarmlessToo() {
        LoggerContext context = newContext();
        new Logging(new LogConfig(LogConfig.Format.JSON, Level.INFO), context).useConsole();
        String log = encoded(context);
        assertThat(log).endsWith("}\n").containsOnlyOnce("\n");
        assertThat(log.codePoints().filter(c -> c != '\n'))
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
        JsonNode line = Jsons.read(Json.of(log), JsonNode.class);
        assertThat(line.path("time").asText()).matches("2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z");
        assertThat(line.path("level").asText()).isEqualTo("WARN");
        assertThat(line.path("logger").asText()).isEqualTo(LoggingTest.class.getName());
        assertThat(line.path("message").asText()).isEqualTo("user " + TOLD + ": failed");
        assertThat(line.path("stackTrace").asText())
                .startsWith("java.lang.IllegalStateException: outer " + TOLD + "\n\tat ")
                .contains("\nCaused by: java.io.IOException: cause " + TOLD + "\n");
        assertThat(line.has("values")).isFalse();
    }

    @Test
    void anEventForMachinesHasItsNameAndItsValues() {
        LoggerContext context = newContext();
        new Logging(new LogConfig(LogConfig.Format.JSON, Level.INFO), context).useConsole();
        LoggingEvent event = new LoggingEvent(
                LoggingTest.class.getName(),
                context.getLogger("io.wizd.event.message_failed"),
                ch.qos.logback.classic.Level.ERROR,
                "text",
                null,
                null);
        event.addKeyValuePair(new KeyValuePair("client", EVIL));
        event.addKeyValuePair(new KeyValuePair("elapsedMs", 7L));
        JsonNode line = Jsons.read(Json.of(encoded(context, event)), JsonNode.class);
        assertThat(line.path("event").asText()).isEqualTo("message_failed");
        assertThat(line.has("logger")).isFalse();
        assertThat(line.at("/values/client").asText()).isEqualTo(TOLD);
        assertThat(line.at("/values/elapsedMs").isNumber()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "DEBUG, io.wizd.server.http.HttpConnection, DEBUG",
        "DEBUG, com.mysql.cj, INFO",
        "TRACE, io.netty.channel, WARN",
        "INFO, io.wizd.event.node_away, INFO",
        "ERROR, io.netty.channel, ERROR",
        "ERROR, com.mysql.cj, ERROR"
    })
    void theLevelIsAboutWizd(Level level, String logger, String inForce) {
        LoggerContext context = newContext();
        new Logging(new LogConfig(LogConfig.Format.HUMAN, level), context).useConsole();
        assertThat(context.getLogger(logger).getEffectiveLevel()).hasToString(inForce);
    }

    @Test
    void theLogOfTheConsoleIsHarmless() {
        LoggerContext context = newContext();
        new Logging(new LogConfig(LogConfig.Format.HUMAN, Level.INFO), context).useConsole();
        assertHarmless(encoded(context));
    }

    /** Until the configuration is read, and for the tools beside the server. */
    @Test
    void theLogOfTheToolsIsHarmless() throws JoranException {
        LoggerContext context = newContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        URL ours = Objects.requireNonNull(Logging.class.getResource("/logback.xml"));
        configurator.doConfigure(ours);
        assertHarmless(encoded(context));
    }

    /** What the appenders write of the event. */
    private static String encoded(LoggerContext context) {
        return encoded(context, event(context));
    }

    private static String encoded(LoggerContext context, ILoggingEvent event) {
        StringBuilder log = new StringBuilder();
        List.copyOf(context.getLoggerList()).getFirst().iteratorForAppenders().forEachRemaining(appender -> {
            byte[] bytes = ((OutputStreamAppender<ILoggingEvent>) appender)
                    .getEncoder()
                    .encode(event);
            log.append(new String(bytes, StandardCharsets.UTF_8));
        });
        return log.toString();
    }
}
