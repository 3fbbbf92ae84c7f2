package io.wizd.server.cli;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.pattern.PatternLayoutEncoderBase;
import io.wizd.protocol.Printable;

/**
 * Log lines for people. What clients send stands in messages and in those of exceptions, so both are made {@link Printable}:
 * no text can look like a line of its own, or steer the terminal that shows it. The pattern says where with {@code %msg} and
 * {@code %ex}.
 */
public final class LineEncoder extends PatternLayoutEncoderBase<ILoggingEvent> {
    /** Behind the time, which the console and the file write differently. */
    static final String AFTER_TIME = " %-5level [%thread] %logger{0}: %msg%n%ex";

    @Override
    public void start() {
        PatternLayout lines = new PatternLayout();
        lines.getInstanceConverterMap().put("msg", Message::new);
        lines.getInstanceConverterMap().put("ex", StackTrace::new);
        lines.setContext(context);
        lines.setPattern(getPattern());
        lines.start();
        layout = lines;
        super.start();
    }

    /** The message on one line. */
    private static final class Message extends MessageConverter {
        @Override
        public String convert(ILoggingEvent event) {
            return Printable.of(super.convert(event));
        }
    }

    /** A stack trace with each message on one line. */
    static final class StackTrace extends ThrowableProxyConverter {
        @Override
        protected String throwableProxyToString(IThrowableProxy thrown) {
            return super.throwableProxyToString(new PrintableThrowable(thrown));
        }
    }
}
