package io.wizd.server.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.wizd.server.config.LogConfig;
import io.wizd.server.logfile.RollingFile;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Sets the log up as the configuration says. Whoever starts the JVM with {@code -Dlogback.configurationFile} has decided
 * otherwise, and is left alone.
 */
final class Logging {
    /** Libraries, and from which level on they say what matters here: Flyway warns of what DROP IF EXISTS did not find. */
    private static final Map<String, Level> TALKATIVE = Map.of(
            // It tells again and again, with a stack trace, that main is away; Availability tells it once.
            "com.github.kagkarlsson.scheduler", Level.OFF,
            "com.zaxxer.hikari", Level.WARN,
            // It takes a database that went away for a setting that is too long.
            "com.zaxxer.hikari.pool.PoolBase", Level.ERROR,
            // A connection that broke, with a stack trace: the event of its call says so.
            "com.zaxxer.hikari.pool.ProxyConnection", Level.ERROR,
            "io.netty", Level.WARN,
            "org.flywaydb", Level.ERROR);

    private final LogConfig config;
    private final LoggerContext context;

    /** @param context what is set up; usually the one of this JVM */
    Logging(LogConfig config, LoggerContext context) {
        this.config = config;
        this.context = context;
    }

    private Logging(LogConfig config) {
        this(config, (LoggerContext) LoggerFactory.getILoggerFactory());
    }

    /** To standard error, for a server in the foreground. */
    static void toConsole(LogConfig config) {
        if (isOurs()) {
            new Logging(config).useConsole();
        }
    }

    /** To a file, which is exchanged as {@link RollingFile} says. */
    static void toFile(LogConfig config, Path file) {
        if (isOurs()) {
            new Logging(config).useFile(file);
        }
    }

    /** For tools, which tell what is wrong in words of their own: defects alone. */
    static void defectsOnly() {
        if (isOurs()) {
            ((LoggerContext) LoggerFactory.getILoggerFactory())
                    .getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
                    .setLevel(Level.ERROR);
        }
    }

    private static boolean isOurs() {
        return System.getProperty("logback.configurationFile") == null;
    }

    void useConsole() {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setTarget("System.err");
        console.setContext(context);
        Encoder<ILoggingEvent> encoder = encoder("%d{HH:mm:ss.SSS}");
        encoder.setContext(context);
        encoder.start();
        console.setEncoder(encoder);
        console.start();
        use(console);
    }

    void useFile(Path file) {
        use(RollingFile.open(file, encoder("%d{yyyy-MM-dd HH:mm:ss.SSS}"), context));
    }

    private void use(Appender<ILoggingEvent> appender) {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(appender);
        setLevels(root);
    }

    /** What libraries have to say at DEBUG is nothing about wizd, and a flood. */
    private void setLevels(Logger root) {
        Level level = Level.toLevel(config.level().name());
        root.setLevel(quieter(level, Level.INFO));
        context.getLogger("io.wizd").setLevel(level);
        TALKATIVE.forEach((name, most) -> context.getLogger(name).setLevel(quieter(level, most)));
    }

    private static Level quieter(Level one, Level other) {
        return one.isGreaterOrEqual(other) ? one : other;
    }

    /** @param time how the lines for people begin */
    private Encoder<ILoggingEvent> encoder(String time) {
        if (config.format() == LogConfig.Format.JSON) {
            return new JsonLineEncoder();
        }
        LineEncoder encoder = new LineEncoder();
        encoder.setPattern(time + LineEncoder.AFTER_TIME);
        return encoder;
    }
}
