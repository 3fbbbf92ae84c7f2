package io.wizd.server.cli;

import io.wizd.protocol.WizdException;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A password from whoever sits at the terminal, twice and unseen, or else from the first line of standard input. */
final class PasswordInput {
    private PasswordInput() {}

    /** @throws WizdException BAD_FIELD where there is none, or the two are not the same */
    static String read() {
        Console console = System.console();
        String password = console != null && console.isTerminal() ? asked(console) : line();
        if (password.isEmpty()) {
            throw WizdException.ofField(
                    "password", "no password came; type one, or send it as a line of standard input");
        }
        return password;
    }

    private static String asked(Console console) {
        char[] first = console.readPassword("password: ");
        char[] again = console.readPassword("again: ");
        if (first == null || !Arrays.equals(first, again)) {
            throw WizdException.ofField("password", "the two passwords are not the same; nothing was changed");
        }
        return new String(first);
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
