package io.wizd.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** Measures the sides of a case: warm-up of each, then rounds in turn, so that all meet the same weather. */
final class Contest {
    private final Stage stage;
    private final BenchPlan plan;
    private final Consumer<String> progress;

    /** @param progress is told each round, in a line */
    Contest(Stage stage, BenchPlan plan, Consumer<String> progress) {
        this.stage = stage;
        this.plan = plan;
        this.progress = progress;
    }

    Comparison run(BenchCase benchCase) {
        try {
            BenchCase.Sides sides = benchCase.open(stage);
            List<Contender> contenders = sides.all();
            if (plan.warmUpMs() > 0) {
                for (Contender contender : contenders) {
                    prepare(contender, sides.database());
                    contender.load(plan.warmUpMs());
                }
            }
            List<Comparison.Side> outcomes = contenders.stream()
                    .map(contender -> new Comparison.Side(contender.name(), new ArrayList<>()))
                    .toList();
            for (int i = 0; i < plan.rounds(); i++) {
                for (int side = 0; side < contenders.size(); side++) {
                    Round round = measure(contenders.get(side), sides.database());
                    outcomes.get(side).rounds().add(round);
                    tell(benchCase.name(), contenders.get(side).name(), round);
                }
            }
            return new Comparison(benchCase.name(), outcomes.getFirst(), outcomes.subList(1, outcomes.size()));
        } finally {
            stage.endReferences();
        }
    }

    private static void prepare(Contender contender, Optional<BenchDatabase> database) {
        database.ifPresent(BenchDatabase::calm);
        contender.prepare();
    }

    private void tell(String name, String contender, Round round) {
        progress.accept("%-18s %-36s %,10.0f/s%s"
                .formatted(
                        name,
                        contender,
                        round.load().perSecond(),
                        round.load().errors() == 0
                                ? ""
                                : "  " + round.load().errors() + " errors: "
                                        + round.load().firstError()));
    }

    private Round measure(Contender contender, Optional<BenchDatabase> database) {
        prepare(contender, database);
        ProcessTree server = new ProcessTree(contender.process());
        Optional<ProcessTree> databaseServer = database.map(used -> new ProcessTree(used.process()));
        server.resetPeakRss();
        Optional<BenchDatabase.Counts> before = database.map(BenchDatabase::counts);
        double databaseSeconds = databaseServer.map(ProcessTree::cpuSeconds).orElse(0.0);
        double serverSeconds = server.cpuSeconds();
        LoadFigures load = contender.load(plan.measuredMs());
        serverSeconds = server.cpuSeconds() - serverSeconds;
        databaseSeconds = databaseServer.map(ProcessTree::cpuSeconds).orElse(0.0) - databaseSeconds;
        Optional<BenchDatabase.Counts> after = database.map(BenchDatabase::counts);
        return new Round(
                load,
                microsPerReply(serverSeconds, load),
                database.isPresent()
                        ? OptionalDouble.of(microsPerReply(databaseSeconds, load))
                        : OptionalDouble.empty(),
                before.isPresent() && after.isPresent()
                        ? after.get().repliesPerCallSince(before.get(), load.replies())
                        : OptionalDouble.empty(),
                before.isPresent() && after.isPresent()
                        ? OptionalDouble.of(
                                (after.get().rowsRead() - before.get().rowsRead())
                                        / (double) Math.max(1, load.replies()))
                        : OptionalDouble.empty(),
                server.peakRssMiB());
    }

    private static double microsPerReply(double seconds, LoadFigures load) {
        return seconds * 1e6 / Math.max(1, load.replies());
    }
}
