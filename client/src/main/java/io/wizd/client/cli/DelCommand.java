package io.wizd.client.cli;

import io.wizd.client.Client;
import io.wizd.protocol.Jsons;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code wiz del}: deletes a key. */
@Command(
        name = "del",
        description = "Deletes a key. Where there is no such key, the exit status is 1.",
        footerHeading = "%nExamples:%n",
        footer = {"  bin/wiz del greeting"})
final class DelCommand extends WizCommand {
    @Parameters(paramLabel = "KEY", description = "The key")
    private String key = "";

    @Override
    public Integer call() {
        try (Client client = options().newClient()) {
            client.call("kv-delete", Jsons.write(Map.of("key", key)));
            return Exit.OK;
        }
    }
}
