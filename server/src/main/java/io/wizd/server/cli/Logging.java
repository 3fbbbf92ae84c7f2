package io.wizd.server.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import io.wizd.server.config.LogConfig;
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
            "io.netty", Level.WARN,
            "org.flywaydb", Level.ERROR);

    private static final int DAYS_KEPT = 14;

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

    /** To a file, which is exchanged every day and at 50 MB; {@value #DAYS_KEPT} days and 1 GB are kept. */
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
        use(console, "%d{HH:mm:ss.SSS}");
    }

    void useFile(Path file) {
        use(rolling(file), "%d{yyyy-MM-dd HH:mm:ss.SSS}");
    }

    private RollingFileAppender<ILoggingEvent> rolling(Path file) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
        policy.setContext(appender.getContext());
        policy.setParent(appender);
        policy.setFileNamePattern(
                file.resolveSibling("wizd.%d{yyyy-MM-dd}.%i.log.gz").toString());
        policy.setMaxFileSize(FileSize.valueOf("50 mb"));
        policy.setTotalSizeCap(FileSize.valueOf("1 gb"));
        policy.setMaxHistory(DAYS_KEPT);
        policy.start();
        appender.setRollingPolicy(policy);
        appender.setTriggeringPolicy(policy);
        return appender;
    }

    private void use(OutputStreamAppender<ILoggingEvent> appender, String time) {
        Encoder<ILoggingEvent> encoder =
                config.format() == LogConfig.Format.JSON ? new JsonLineEncoder() : human(time + LineEncoder.AFTER_TIME);
        encoder.setContext(context);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
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

    private static Encoder<ILoggingEvent> human(String pattern) {
        LineEncoder encoder = new LineEncoder();
        encoder.setPattern(pattern);
        return encoder;
    }
}
