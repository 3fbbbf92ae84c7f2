package io.wizd.server.cli;

import io.wizd.handlers.HandlerTable;
import io.wizd.server.dispatch.AccessRow;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code bin/wizd access}: who may do what. */
@Command(
        name = "access",
        description = "Print who may send which message by the configuration in force, the types of plugins among"
                + " them: each type, its routes besides POST /messages/TYPE, and who. admin may do everything;"
                + " some of it is configured (wizd.access.kv, .stats and .signUp). No server need run.",
        mixinStandardHelpOptions = true)
final class AccessCommand extends DeclarationCommand<AccessRow> {
    @Override
    List<AccessRow> rows(HandlerTable types) {
        return AccessRow.of(types);
    }

    @Override
    TextTable table(List<AccessRow> rows) {
        TextTable table = new TextTable(3, "MESSAGE", "ROUTES", "WHO");
        rows.forEach(row ->
                table.add(row.type(), row.routes().isEmpty() ? "-" : String.join(", ", row.routes()), row.who()));
        return table;
    }
}
