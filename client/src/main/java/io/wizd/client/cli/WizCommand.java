package io.wizd.client.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What every command of {@code wiz} has: the common options and the two streams. {@code call} gives the exit status. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
abstract class WizCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    final ServerOptions options() {
        return ((Wiz) spec.root().userObject()).options();
    }

    final CommandSpec spec() {
        return spec;
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
