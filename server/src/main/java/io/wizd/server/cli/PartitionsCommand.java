package io.wizd.server.cli;

import io.wizd.protocol.Jsons;
import io.wizd.server.RunningNodes;
import io.wizd.server.config.Settings;
import io.wizd.server.nodes.NodeFigures;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bin/wizd partitions}: how the nodes are, from the databases themselves. */
@Command(
        name = "partitions",
        description = "Print how the partitions are: state, keys, share of all keys, age of the oldest change that is"
                + " not carried yet, keys that the others keep for it. State: up; away; moving, where sync has not yet"
                + " settled its keys; leaving.",
        mixinStandardHelpOptions = true)
final class PartitionsCommand implements Callable<Integer> {
    @Mixin
    private InstallationOptions options = new InstallationOptions();

    @Option(names = "--json", description = "as a JSON array, for programs; what is not known is left out")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Settings settings = Settings.read(options.sources());
        Logging.defectsOnly();
        PrintWriter out = spec.commandLine().getOut();
        try (RunningNodes nodes = RunningNodes.open(settings.server())) {
            List<NodeFigures> figures = NodeFigures.of(nodes.partitions());
            if (json) {
                out.println(Jsons.write(figures));
            } else {
                table(figures).forEach(out::println);
            }
        }
        return 0;
    }

    private static List<String> table(List<NodeFigures> figures) {
        TextTable table = new TextTable("NAME", "STATE", "KEYS", "SHARE", "LAG", "PENDING");
        figures.forEach(node -> table.add(
                node.name(),
                node.state(),
                Figures.number(node.keys()),
                Figures.percent(node.share()),
                Figures.seconds(node.lagSeconds()),
                Figures.number(node.pending())));
        return table.lines();
    }
}
