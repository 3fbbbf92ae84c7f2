package io.wizd.server.cli;

import io.wizd.handlers.HandlerTable;
import io.wizd.protocol.Jsons;
import io.wizd.server.DeclaredServices;
import io.wizd.server.config.Settings;
import io.wizd.server.plugins.Plugins;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What the commands have in common that tell what the message types declare: neither a server nor a database need run.
 *
 * @param <R> what becomes a line, and an object in JSON
 */
abstract class DeclarationCommand<R extends Record> implements Callable<Integer> {
    @Mixin
    private ProfileOptions options = new ProfileOptions();

    @Option(names = "--json", description = "as a JSON array, for programs")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** What the types declare. */
    abstract List<R> rows(HandlerTable types);

    /** The same for people. */
    abstract TextTable table(List<R> rows);

    @Override
    public Integer call() {
        Settings settings = Settings.read(options.sources());
        Logging.defectsOnly();
        options.warnOfOtherProfile(settings, spec.commandLine().getErr());
        PrintWriter out = spec.commandLine().getOut();
        try (DeclaredServices services =
                DeclaredServices.withoutDatabases(settings.server(), Plugins.load(settings.plugins()))) {
            List<R> rows = rows(services.table());
            if (json) {
                out.println(Jsons.write(rows));
            } else {
                table(rows).lines().forEach(out::println);
            }
        }
        return 0;
    }
}
