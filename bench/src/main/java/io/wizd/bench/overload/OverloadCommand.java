package io.wizd.bench.overload;

import io.wizd.bench.Machine;
import io.wizd.bench.WorkFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bin/bench overload}: what ordinary clients get while others attack. */
@Command(
        name = "overload",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts a wizd of a small heap with its own database, and measures ordinary clients beside the"
                    + " attackers of each class, then of all at once, and alone before and after each. Prints a"
                    + " Markdown table, and which aims are met. docs/performance.md explains both.",
            "",
            "Classes: gets, sets, big-values, imports, wrong-passwords, half-open, slow-readers.",
            ""
        },
        exitCodeOnInvalidInput = OverloadCommand.USAGE,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:nothing was wrong, whichever aims were met",
            "1:a reply was wrong or lost, an acknowledged set is lost, or the server died or went deaf",
            "64:wrong options"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  bench overload", "  bench overload --seconds 10 --only gets,imports"})
public final class OverloadCommand implements Callable<Integer> {
    static final int USAGE = 64;
    private static final int WRONG = 1;
    private static final int CLIENTS = 32;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description =
                    "Of each phase with attackers, three times as long as one without (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            defaultValue = "256m",
            description = "Of wizd, as -Xmx takes it (default: ${DEFAULT-VALUE})")
    private String heap = "";

    @Option(names = "--only", split = ",", paramLabel = "CLASS", description = "Only these classes (default: all)")
    private List<String> only = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        OverloadPlan plan = plan();
        double loadBefore = Machine.load();
        try (WorkFolder folder = WorkFolder.make();
                Overload overload =
                        new Overload(plan, folder.path(), spec.commandLine().getErr()::println)) {
            List<PhaseFigures> phases = overload.run();
            spec.commandLine()
                    .getOut()
                    .print(OverloadReport.of(
                            conditions(loadBefore), phases, Runtime.getRuntime().availableProcessors()));
            spec.commandLine().getOut().flush();
            return phases.stream().anyMatch(PhaseFigures::isWrong) ? WRONG : 0;
        }
    }

    private List<String> conditions(double loadBefore) {
        return List.of(
                Machine.describe(),
                Machine.describeWizd(heap, loadBefore),
                "%d ordinary clients, one request in flight each; %d s a phase with attackers"
                        .formatted(CLIENTS, seconds));
    }

    private OverloadPlan plan() {
        try {
            return new OverloadPlan(Math.multiplyExact(seconds, 1000), heap, classes(), AttackSize.FULL, CLIENTS);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private List<AttackClass> classes() {
        List<String> known =
                Arrays.stream(AttackClass.values()).map(AttackClass::label).toList();
        for (String name : only) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "there is no class " + name + "; there are " + String.join(", ", known));
            }
        }
        return Arrays.stream(AttackClass.values())
                .filter(each -> only.isEmpty() || only.contains(each.label()))
                .toList();
    }
}
