package io.wizd.client.cli;

import io.wizd.program.Completion;
import picocli.CommandLine.Command;

/** {@code wiz completion}: the script that has bash complete commands and options. */
@Command(
        name = "completion",
        description = "Prints a script with which bash completes commands and options.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bin/wiz completion >~/.local/share/bash-completion/completions/wiz",
            "  source <(bin/wiz completion)"
        })
final class CompletionCommand extends WizCommand {
    @Override
    public Integer call() {
        out().print(Completion.ofBash(spec()));
        return Exit.OK;
    }
}
