package io.wizd.client.cli;

import io.wizd.client.Client;
import io.wizd.client.Identity;
import io.wizd.client.ServerAddress;
import io.wizd.program.UserInput;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code wiz login}: a token in place of name and password, for the commands that follow. */
@Command(
        name = "login",
        description = {
            "Asks the server for a token, which later commands send to this server, and to no other, where --user names"
                    + " nobody. It is kept in a file that only you can read, below $XDG_STATE_HOME/wiz (default:"
                    + " ~/.local/state/wiz), until bin/wiz logout.",
            "The password is asked for, or is a line of standard input, or in --password-file."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bin/wiz login ann",
            "  bin/wiz login --server 10.0.0.7:8003,10.0.0.8:8003 ann",
            "  bin/wiz login admin <data/admin-password"
        })
final class LoginCommand extends WizCommand {
    record Token(String token, String expiresAt) {}

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "The account (default: that of --user, or it is asked for)")
    private @Nullable String name;

    @Override
    public Integer call() {
        List<ServerAddress> servers = options().servers();
        String account = name != null ? name : options().user().orElseGet(LoginCommand::askName);
        String password = options().password().orElseGet(() -> UserInput.password("password: "));
        if (password.isEmpty()) {
            throw new Failure(Exit.USAGE, "no password came; type one, or send it as a line of standard input");
        }
        try (Client client = options().newClient(servers, Identity.NOBODY)) {
            Json data = client.call("login", Jsons.write(Map.of("name", account, "password", password)));
            Token token = Jsons.read(data, Token.class);
            Logins.ofUser().keep(new Login(account, token.token(), token.expiresAt()), servers);
            out().println(Texts.printable("logged in as %s at %s until %s"
                    .formatted(account, options().addresses(), Texts.time(token.expiresAt()))));
            return Exit.OK;
        }
    }

    private static String askName() {
        return UserInput.name("name: ")
                .orElseThrow(() -> new Failure(Exit.USAGE, "NAME is missing; see bin/wiz login --help"));
    }
}
