package io.wizd.server.cli;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.wizd.protocol.Printable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An exception as logback knows it, with its messages and those of its causes on one line each. */
record PrintableThrowable(IThrowableProxy thrown) implements IThrowableProxy {
    private static @Nullable String printable(@Nullable String message) {
        return message == null ? null : Printable.of(message);
    }

    private static @Nullable IThrowableProxy printable(@Nullable IThrowableProxy other) {
        return other == null ? null : new PrintableThrowable(other);
    }

    @Override
    public @Nullable String getMessage() {
        return printable(thrown.getMessage());
    }

    @Override
    public @Nullable String getOverridingMessage() {
        return printable(thrown.getOverridingMessage());
    }

    @Override
    public String getClassName() {
        return thrown.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
        return thrown.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
        return thrown.getCommonFrames();
    }

    @Override
    public @Nullable IThrowableProxy getCause() {
        return printable(thrown.getCause());
    }

    @Override
    public @Nullable IThrowableProxy @Nullable [] getSuppressed() {
        IThrowableProxy[] suppressed = thrown.getSuppressed();
        return suppressed == null
                ? null
                : Arrays.stream(suppressed).map(PrintableThrowable::printable).toArray(IThrowableProxy[]::new);
    }

    @Override
    public boolean isCyclic() {
        return thrown.isCyclic();
    }
}
