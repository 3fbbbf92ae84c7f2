package io.wizd.server.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * Runs a command of {@code bin/wizd} that only looks, or ends a server, in this JVM: for what it says and does, since a start
 * of a JVM costs a second of a processor. Configuration comes from the options alone.
 */
public final class WizdCall {
    /** What it left behind. */
    public record Result(int status, String out, String err) {}

    private WizdCall() {}

    /** Runs it to its end. */
    public static Result run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Wizd.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Result(status, out.toString(), err.toString());
    }
}
