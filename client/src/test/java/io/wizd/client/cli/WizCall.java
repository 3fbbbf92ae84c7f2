package io.wizd.client.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs {@code wiz} in this JVM, against the server at this port of 127.0.0.1: for all that a command says, since a start of a
 * JVM costs most of a second of a processor. What is about the process itself (its input, its environment, signals, a pipe
 * that is closed, bytes on standard output) is {@link WizProcess}.
 */
record WizCall(int port) {
    /** What it left behind. */
    record Result(int status, String out, String err) {}

    Result run(String... args) {
        List<String> all = new ArrayList<>(List.of("--server", "127.0.0.1:" + port));
        all.addAll(List.of(args));
        return anyWiz(all.toArray(String[]::new));
    }

    /** With no other options than these. */
    static Result anyWiz(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Wiz.run(new PrintWriter(out), new PrintWriter(err), args);
        return new Result(status, out.toString(), err.toString());
    }
}
