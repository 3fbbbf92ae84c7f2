package io.wizd.db.install;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The administrator's password: from a file, the environment or the terminal, never from the command line. */
final class AdminPassword {

    private static final String VARIABLE = "WIZD_DB_PASSWORD";

    private AdminPassword() {}

    static String get(Optional<Path> file, String user) {
        if (file.isPresent()) {
            return firstLine(file.get());
        }
        String fromEnvironment = System.getenv(VARIABLE);
        if (fromEnvironment != null) {
            return fromEnvironment;
        }
        // Whether there is one without a terminal differs between JDKs.
        @Nullable Console console = System.console();
        char[] typed = console == null || !console.isTerminal() ? null : console.readPassword("Password of %s: ", user);
        if (typed == null) {
            throw InstallException.usage(
                    "no terminal to ask for the password of " + user + ": set " + VARIABLE + " or use --password-file");
        }
        return new String(typed);
    }

    private static String firstLine(Path file) {
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw InstallException.usage("cannot read the password file " + file);
        }
    }
}
