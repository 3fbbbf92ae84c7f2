package io.wizd.client.cli;

import io.wizd.client.Client;
import io.wizd.program.StandardOutput;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wiz get}: the value of a key. */
@Command(
        name = "get",
        description = {
            "Prints the value of a key, and nothing else: JSON on one line, as set takes it; bytes of another media type as"
                    + " they are. Where there is no such key, the exit status is 1."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  bin/wiz get greeting", "  bin/wiz get --raw greeting", "  bin/wiz get config | jq .x"})
final class GetCommand extends WizCommand {
    /** The reply, as far as it is printed. */
    record Kept(Json value, @Nullable String contentType) {}

    @Parameters(paramLabel = "KEY", description = "The key")
    private String key = "";

    @Option(names = "--raw", description = "Print a string without quotes and escapes")
    private boolean raw;

    @Override
    public Integer call() {
        try (Client client = options().newClient()) {
            Kept kept = Jsons.read(client.call("kv-get", Jsons.write(Map.of("key", key))), Kept.class);
            if (kept.contentType() != null) {
                print(Base64.getDecoder().decode(Jsons.read(kept.value(), String.class)));
            } else if (raw && kept.value().toString().startsWith("\"")) {
                out().println(Jsons.read(kept.value(), String.class));
            } else {
                out().println(Texts.printable(kept.value()));
            }
            return Exit.OK;
        }
    }

    private static void print(byte[] bytes) {
        try {
            StandardOutput.ofBytes().write(bytes);
        } catch (IOException e) {
            throw new Failure(Exit.IO_ERROR, StandardOutput.unwritable(e));
        }
    }
}
