package io.wizd.server.cli;

import io.wizd.program.UserInput;
import io.wizd.protocol.WizdException;

/** A new password from whoever sits at the terminal, twice and unseen, or else from the first line of standard input. */
final class PasswordInput {
    private PasswordInput() {}

    /** @throws WizdException BAD_FIELD where there is none, or the two are not the same */
    static String read() {
        String password = UserInput.password("password: ");
        if (UserInput.hasTerminal() && !UserInput.password("again: ").equals(password)) {
            throw WizdException.ofField("password", "the two passwords are not the same; nothing was changed");
        }
        if (password.isEmpty()) {
            throw WizdException.ofField(
                    "password", "no password came; type one, or send it as a line of standard input");
        }
        return password;
    }
}
