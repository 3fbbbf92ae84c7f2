package io.wizd.server.logfile;

import ch.qos.logback.core.Context;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;

/** A file of lines that is exchanged every day and at 50 MB; {@value #DAYS_KEPT} days and 1 GB are kept. Static, any thread. */
public final class RollingFile {
    private static final int DAYS_KEPT = 14;

    private RollingFile() {}

    /**
     * Opens it.
     *
     * @param file whose name ends in {@code .log}; those that were exchanged are beside it
     * @return started, unless the file cannot be written
     */
    public static <E> RollingFileAppender<E> open(Path file, Encoder<E> encoder, Context context) {
        RollingFileAppender<E> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        SizeAndTimeBasedRollingPolicy<E> policy = new SizeAndTimeBasedRollingPolicy<>();
        policy.setContext(context);
        policy.setParent(appender);
        String name = file.getFileName().toString().replace(".log", ".%d{yyyy-MM-dd}.%i.log.gz");
        policy.setFileNamePattern(file.resolveSibling(name).toString());
        policy.setMaxFileSize(FileSize.valueOf("50 mb"));
        policy.setTotalSizeCap(FileSize.valueOf("1 gb"));
        policy.setMaxHistory(DAYS_KEPT);
        policy.start();
        appender.setRollingPolicy(policy);
        appender.setTriggeringPolicy(policy);
        encoder.setContext(context);
        encoder.start();
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
