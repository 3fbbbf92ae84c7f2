package io.wizd.server.cli;

import io.wizd.handlers.accounts.AccountCommands;
import io.wizd.handlers.accounts.Role;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bin/wizd create-admin}: one more account that may do everything. */
@Command(
        name = "create-admin",
        description = "Make an account with the role admin; its password is asked for, or a line of standard input.",
        mixinStandardHelpOptions = true)
final class CreateAdminCommand extends AccountCommand {
    @Parameters(paramLabel = "NAME", description = "1 to 64 of a-z, 0-9, and behind the first . _ -")
    private String name = "";

    @Override
    void run(AccountCommands accounts, PrintWriter out) {
        accounts.requireNew(name, null);
        accounts.create(name, PasswordInput.read(), List.of(Role.admin), null);
    }
}
