package io.wizd.client.cli;

import io.wizd.client.Client;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Printable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code wiz types}: what can be sent. */
@Command(
        name = "types",
        description = "Lists the message types of the server.",
        footerHeading = "%nExamples:%n",
        footer = {"  bin/wiz types", "  bin/wiz types | grep member"})
final class TypesCommand extends WizCommand {
    record Types(List<Type> types) {}

    record Type(String type, @Nullable String summary) {}

    @Override
    public Integer call() {
        try (Client client = options().newClient()) {
            List<Type> types = Jsons.read(client.call("types", Json.EMPTY_OBJECT), Types.class)
                    .types();
            int width = types.stream().mapToInt(t -> t.type().length()).max().orElse(0);
            for (Type type : types) {
                String summary = type.summary() == null ? "" : type.summary();
                String line = "%-" + (width + 2) + "s%s";
                out().println(Printable.of(line.formatted(type.type(), summary).stripTrailing()));
            }
            return Exit.OK;
        }
    }
}
