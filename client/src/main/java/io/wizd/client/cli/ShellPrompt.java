package io.wizd.client.cli;

import io.wizd.client.ClientException;
import io.wizd.protocol.Printable;
import java.io.IOException;
import java.nio.file.Path;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;

/**
 * Reads lines from whoever sits at a terminal, with history and completion. Ctrl-C drops the line that is being typed, or
 * breaks off the wait for a reply. Confined to one thread.
 */
final class ShellPrompt {
    private static final String PROMPT = "wiz> ";

    private final Terminal terminal;
    private final LineReader reader;

    ShellPrompt(Terminal terminal, ShellTypes types, Path history) {
        this.terminal = terminal;
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .parser(ShellCompleter.WORDS)
                .completer(new ShellCompleter(types))
                .history(new ShellHistory())
                .variable(LineReader.HISTORY_FILE, history)
                // An exclamation mark in a value is one.
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
    }

    /** The terminal that the process was started in. */
    static Terminal terminalOfProcess() throws IOException {
        return TerminalBuilder.builder().name("wiz").system(true).build();
    }

    /** Carries out lines until the user ends it. */
    void run(Shell shell, String addresses) {
        terminal.writer()
                .println("wizd at " + addresses + "; help tells what can be sent, Tab completes, exit or Ctrl-D ends");
        try {
            for (String line = readLine(); !Shell.isExit(line); line = readLine()) {
                carryOut(line, shell, addresses);
            }
        } catch (EndOfFileException e) {
            terminal.writer().println();
        }
        terminal.flush();
    }

    private String readLine() {
        try {
            return reader.readLine(PROMPT);
        } catch (UserInterruptException e) {
            return "";
        }
    }

    private void carryOut(String line, Shell shell, String addresses) {
        Thread self = Thread.currentThread();
        Terminal.SignalHandler before = terminal.handle(Signal.INT, signal -> self.interrupt());
        try {
            shell.run(line);
        } catch (InterruptedException e) {
            terminal.writer().println("broken off; the server may have carried it out");
        } catch (ClientException e) {
            terminal.writer().println("wiz: " + Printable.of(Wiz.unreachable(e, addresses)));
        } finally {
            terminal.handle(Signal.INT, before);
            // One that came too late must not meet the next line.
            Thread.interrupted();
        }
    }
}
