package io.wizd.server.cli;

import io.wizd.program.Completion;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bin/wizd completion}: the script that has bash complete commands and options. */
@Command(
        name = "completion",
        description = "Print a script with which bash completes commands and options.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  source <(bin/wizd completion)"})
final class BashCompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(Completion.ofBash(spec));
        out.flush();
        return 0;
    }
}
