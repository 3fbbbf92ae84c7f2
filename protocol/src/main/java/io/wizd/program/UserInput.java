package io.wizd.program;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a program asks of whoever sits at its terminal, or else reads from its standard input. Static. */
public final class UserInput {
    private UserInput() {}

    /** Whether somebody sits there who can be asked. */
    public static boolean hasTerminal() {
        return terminal() != null;
    }

    /** A password that is typed without being seen, or without a terminal the first line of standard input; empty if nothing comes. */
    public static String password(String prompt) {
        Console terminal = terminal();
        if (terminal == null) {
            return line();
        }
        char @Nullable [] typed = terminal.readPassword("%s", prompt);
        return typed == null ? "" : new String(typed);
    }

    /** A name, which may be seen; empty without a terminal, and if nothing comes. */
    public static Optional<String> name(String prompt) {
        Console terminal = terminal();
        return Optional.ofNullable(terminal == null ? null : terminal.readLine("%s", prompt))
                .filter(typed -> !typed.isBlank());
    }

    private static @Nullable Console terminal() {
        Console console = System.console();
        return console != null && console.isTerminal() ? console : null;
    }

    private static String line() {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read standard input", e);
        }
    }
}
