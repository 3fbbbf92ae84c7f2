package io.wizd.server.cli;

import io.wizd.handlers.accounts.AccountCommands;
import io.wizd.handlers.accounts.Role;
import io.wizd.handlers.accounts.UserListHandler.User;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bin/wizd user}: looks after accounts beside the running servers. */
@Command(
        name = "user",
        description = "Look after accounts. Running servers heed a change within a minute.",
        mixinStandardHelpOptions = true,
        subcommands = {
            UserCommand.Listing.class,
            UserCommand.Create.class,
            UserCommand.Password.class,
            UserCommand.Roles.class,
            UserCommand.Deactivate.class,
            UserCommand.Activate.class
        })
final class UserCommand {

    /** {@code user list}. */
    @Command(name = "list", description = "Print all accounts.", mixinStandardHelpOptions = true)
    static final class Listing extends AccountCommand {
        @Override
        void run(AccountCommands accounts, PrintWriter out) {
            TextTable table = new TextTable(5, "NAME", "ROLES", "STATE", "CREATED", "EMAIL");
            for (List<User> page = accounts.users("");
                    !page.isEmpty();
                    page = accounts.users(page.getLast().name())) {
                page.forEach(user -> table.add(
                        user.name(),
                        String.join(",", user.roles()),
                        state(user),
                        user.createdAt(),
                        user.email() == null ? "-" : user.email()));
            }
            table.lines().forEach(out::println);
        }

        private static String state(User user) {
            if (!user.active()) {
                return "inactive";
            }
            return user.confirmed() ? "active" : "unconfirmed";
        }
    }

    /** {@code user create}. */
    @Command(
            name = "create",
            description = "Make an account; its password is asked for, or a line of standard input.",
            mixinStandardHelpOptions = true)
    static final class Create extends AccountCommand {
        @Parameters(paramLabel = "NAME", description = "1 to 64 of a-z, 0-9, and behind the first . _ -")
        private String name = "";

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                split = ",",
                description = "${COMPLETION-CANDIDATES}; several with commas between (default: user)")
        private List<Role> roles = List.of(Role.user);

        @Option(names = "--email", paramLabel = "ADDRESS", description = "where links for a new password go")
        private Optional<String> email = Optional.empty();

        @Override
        void run(AccountCommands accounts, PrintWriter out) {
            accounts.requireNew(name, email.orElse(null));
            accounts.create(name, PasswordInput.read(), roles, email.orElse(null));
        }
    }

    /** {@code user passwd}. */
    @Command(
            name = "passwd",
            description =
                    "Give an account another password, which is asked for, or a line of standard input; its tokens"
                            + " end.",
            mixinStandardHelpOptions = true)
    static final class Password extends AccountCommand {
        @Parameters(paramLabel = "NAME", description = "the account")
        private String name = "";

        @Override
        void run(AccountCommands accounts, PrintWriter out) {
            accounts.requireKnown(name);
            long ended = accounts.setPassword(name, PasswordInput.read());
            out.println("tokens ended: " + ended);
        }
    }

    /** {@code user role}. */
    @Command(
            name = "role",
            description = "Give an account other roles: all that it shall have.",
            mixinStandardHelpOptions = true)
    static final class Roles extends AccountCommand {
        @Parameters(index = "0", paramLabel = "NAME", description = "the account")
        private String name = "";

        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "ROLE",
                split = ",",
                description = "${COMPLETION-CANDIDATES}")
        private List<Role> roles = List.of();

        @Override
        void run(AccountCommands accounts, PrintWriter out) {
            accounts.setRoles(name, roles.stream().distinct().sorted().toList());
        }
    }

    /** {@code user deactivate}. */
    @Command(
            name = "deactivate",
            description = "Have an account log in no more; its tokens end, and its name stays taken.",
            mixinStandardHelpOptions = true)
    static final class Deactivate extends AccountCommand {
        @Parameters(paramLabel = "NAME", description = "the account")
        private String name = "";

        @Override
        void run(AccountCommands accounts, PrintWriter out) {
            accounts.setActive(name, false);
        }
    }

    /** {@code user activate}. */
    @Command(name = "activate", description = "Have an account log in again.", mixinStandardHelpOptions = true)
    static final class Activate extends AccountCommand {
        @Parameters(paramLabel = "NAME", description = "the account")
        private String name = "";

        @Override
        void run(AccountCommands accounts, PrintWriter out) {
            accounts.setActive(name, true);
        }
    }
}
