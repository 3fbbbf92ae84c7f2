package io.wizd.client.cli;

import io.wizd.client.Client;
import io.wizd.client.ServerAddress;
import io.wizd.client.cases.CaseFileException;
import io.wizd.client.cases.CaseFiles;
import io.wizd.client.cases.CaseResult;
import io.wizd.client.cases.CaseRunner;
import io.wizd.client.cases.MessageCase;
import io.wizd.client.cases.SocketExchange;
import io.wizd.protocol.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code wiz test}: runs message cases against a server. */
@Command(
        name = "test",
        description = {
            "Runs message cases against the server, or each in turn: 'ok' or 'FAIL' for each, with the difference, and 'N passed, N"
                    + " failed' at the end. They leave keys, members and users of their own behind.",
            "Some cases are sent as admin: its password is read as --password-file says."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  bin/wiz test", "  bin/wiz test test-data/messages/kv-set.json", "  bin/wiz test my-cases/"})
final class TestCommand extends WizCommand {
    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            description = "A folder of case files, or one file (default: the cases that come with wiz)")
    private @Nullable Path from;

    @Override
    public Integer call() {
        List<MessageCase> cases = readCases();
        List<ServerAddress> servers = options().servers();
        int failed = 0;
        for (ServerAddress server : servers) {
            if (servers.size() > 1) {
                out().println(server + ":");
            }
            failed += run(cases, newRunner(server));
        }
        return failed == 0 ? Exit.OK : Exit.FAILED;
    }

    /** How many failed. */
    private int run(List<MessageCase> cases, CaseRunner runner) {
        PrintWriter out = out();
        int failed = 0;
        for (MessageCase messageCase : cases) {
            CaseResult result = runner.run(messageCase);
            out.println(result);
            failed += result.passed() ? 0 : 1;
        }
        out.println((cases.size() - failed) + " passed, " + failed + " failed");
        return failed;
    }

    private List<MessageCase> readCases() {
        try {
            List<MessageCase> cases = from == null ? CaseFiles.builtIn() : CaseFiles.in(from);
            if (cases.isEmpty()) {
                throw new Failure(Exit.BAD_DATA, "there are no cases in " + (from == null ? "the installation" : from));
            }
            return cases;
        } catch (CaseFileException e) {
            throw new Failure(Exit.BAD_DATA, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new Failure(
                    Exit.NO_INPUT,
                    "cannot read the cases in " + (from == null ? "the installation" : from)
                            + ": no such file, or no permission to read it");
        }
    }

    private CaseRunner newRunner(ServerAddress server) {
        ServerOptions options = options();
        try (Client client = options.newClient(List.of(server))) {
            client.call("ping", Json.EMPTY_OBJECT);
        }
        Map<String, String> tokens = options.adminToken(List.of(server))
                .map(token -> Map.of("admin", token))
                .orElseGet(() -> {
                    err().println(
                                    "wiz: cases that are sent as admin will fail: its password is missing; name its file with"
                                            + " --password-file FILE (" + options.adminPasswordFile()
                                            + " is for the server that runs there)");
                    return Map.of();
                });
        var address = new InetSocketAddress(server.host(), server.port());
        return new CaseRunner(new SocketExchange(address, options.timeoutMs()), tokens);
    }
}
