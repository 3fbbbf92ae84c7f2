package io.wizd.server.cli;

import io.wizd.handlers.HandlerTable;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.MessageType;
import io.wizd.handlers.spec.Route;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code bin/wizd routes}: the paths of message types over HTTP. */
@Command(
        name = "routes",
        description = "Print the HTTP routes of all message types, those of plugins among them: method, path, message"
                + " type, statuses of success. Every type is at POST /messages/TYPE too. No server need run; one that"
                + " does describes them in full at /openapi.json.",
        mixinStandardHelpOptions = true)
final class RoutesCommand extends DeclarationCommand<RoutesCommand.Row> {
    /**
     * One route.
     *
     * @param statuses those of success, the usual one first
     */
    record Row(String method, String path, String type, List<Integer> statuses) {
        static Row of(MessageSpec<?, ?> spec, Route route) {
            return new Row(
                    route.verb(),
                    route.path(),
                    spec.type(),
                    route.reply().status().successes());
        }
    }

    @Override
    List<Row> rows(HandlerTable types) {
        return types.rows().stream()
                .map(MessageType::spec)
                .flatMap(spec -> spec.routes().stream().map(route -> Row.of(spec, route)))
                .toList();
    }

    @Override
    TextTable table(List<Row> rows) {
        TextTable table = new TextTable(4, "METHOD", "PATH", "MESSAGE", "STATUS");
        rows.forEach(row -> table.add(
                row.method(),
                row.path(),
                row.type(),
                row.statuses().stream().map(String::valueOf).collect(Collectors.joining(", "))));
        return table;
    }
}
