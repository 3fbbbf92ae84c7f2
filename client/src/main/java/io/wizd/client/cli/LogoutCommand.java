package io.wizd.client.cli;

import io.wizd.client.Client;
import io.wizd.client.Identity;
import io.wizd.client.ReplyException;
import io.wizd.client.ServerAddress;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Json;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code wiz logout}: ends the token of {@code wiz login}. */
@Command(
        name = "logout",
        description = "Ends the token that bin/wiz login got from this server, and forgets it.",
        footerHeading = "%nExamples:%n",
        footer = {"  bin/wiz logout", "  bin/wiz logout --server 10.0.0.7:8003,10.0.0.8:8003"})
final class LogoutCommand extends WizCommand {
    @Override
    public Integer call() {
        List<ServerAddress> servers = options().servers();
        Optional<Login> login = Logins.ofUser().at(servers);
        if (login.isEmpty()) {
            out().println("nobody was logged in at " + options().addresses());
            return Exit.OK;
        }
        end(servers, login.get());
        Logins.ofUser().forget(servers);
        return Exit.OK;
    }

    private void end(List<ServerAddress> servers, Login login) {
        try (Client client = options().newClient(servers, Identity.bearer(login.token()))) {
            client.call("logout", Json.EMPTY_OBJECT);
        } catch (ReplyException e) {
            // A token that has ended is as good as ended now.
            if (e.fault().code() != ErrorCode.UNAUTHORIZED) {
                throw e;
            }
        }
    }
}
