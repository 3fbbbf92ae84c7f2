package io.wizd.client.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code wiz help}: the same as {@code --help}, of wiz or of a command. That of picocli has options of the same names as ours. */
@Command(
        name = "help",
        description = "Shows the help of wiz, or of a command.",
        footerHeading = "%nExamples:%n",
        footer = {"  bin/wiz help", "  bin/wiz help members import"})
final class HelpCommand extends WizCommand {
    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "Which command")
    private List<String> names = List.of();

    @Override
    public Integer call() {
        CommandLine wanted = spec().root().commandLine();
        for (String name : names) {
            @Nullable CommandLine command = wanted.getSubcommands().get(name);
            if (command == null) {
                throw new UnmatchedArgumentException(wanted, List.of(name));
            }
            wanted = command;
        }
        wanted.usage(out());
        return Exit.OK;
    }
}
