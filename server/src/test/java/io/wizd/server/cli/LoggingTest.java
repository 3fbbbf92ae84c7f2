package io.wizd.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
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
        StringBuilder log = new StringBuilder();
        List.copyOf(context.getLoggerList()).getFirst().iteratorForAppenders().forEachRemaining(appender -> {
            byte[] bytes = ((OutputStreamAppender<ILoggingEvent>) appender)
                    .getEncoder()
                    .encode(event(context));
            log.append(new String(bytes, StandardCharsets.UTF_8));
        });
        return log.toString();
    }
}
