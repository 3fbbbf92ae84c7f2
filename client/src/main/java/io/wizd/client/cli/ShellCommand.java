package io.wizd.client.cli;

import io.wizd.client.Client;
import io.wizd.program.UserInput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jline.terminal.Terminal;
import picocli.CommandLine.Command;

/** {@code wiz shell}: messages by hand, or from lines of a file. */
@Command(
        name = "shell",
        description = {
            "Sends the messages that are typed, and prints the replies. A line is a message type and its fields: help tells"
                    + " which there are, Tab completes them. Ctrl-C breaks off, Ctrl-D or exit ends.",
            "A value is JSON if it is valid JSON, else a string. One with spaces stands in quotes.",
            "What is not typed at a terminal is read line by line; the exit status is 1 if one was refused. The history is"
                    + " in $XDG_STATE_HOME/wiz (default: ~/.local/state/wiz), without lines that speak of a password, a"
                    + " token or a login."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bin/wiz shell",
            "  echo 'kv-set key=a value={\"x\": 1}' | bin/wiz shell",
            "  bin/wiz shell --user admin <messages.txt"
        })
final class ShellCommand extends WizCommand {
    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Client client = options().newClient()) {
            return UserInput.hasTerminal() ? prompt(client) : readLines(client);
        }
    }

    private int prompt(Client client) throws IOException, InterruptedException {
        ShellTypes types = askTypes();
        try (Terminal terminal = ShellPrompt.terminalOfProcess()) {
            PrintWriter writer = terminal.writer();
            Shell shell = new Shell(options(), client, () -> types, writer, writer);
            new ShellPrompt(terminal, types, StateFolder.ofUser().privateFile("history"))
                    .run(shell, options().addresses());
            return Exit.OK;
        }
    }

    private int readLines(Client client) throws IOException, InterruptedException {
        Shell shell = new Shell(options(), client, this::askTypes, out(), err());
        // What is read is not ours to close.
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        boolean allWell = true;
        for (String line = lines.readLine(); line != null && !Shell.isExit(line); line = lines.readLine()) {
            allWell &= shell.run(line);
        }
        return allWell ? Exit.OK : Exit.FAILED;
    }

    private ShellTypes askTypes() throws InterruptedException {
        try (RestClient rest = new RestClient(options(), Optional.empty())) {
            return ShellTypes.of(rest);
        }
    }
}
