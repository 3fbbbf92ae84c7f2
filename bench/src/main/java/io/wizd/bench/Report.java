package io.wizd.bench;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The outcomes as Markdown, for docs/performance.md. It judges nothing. */
final class Report {
    private static final String COLUMNS = """
            | case | who | replies/s | min..max | p50 ms | p99 ms | errors | CPU µs | database CPU µs | replies a CALL | rows read | peak RSS MiB | ratio | p99 ratio | CPU ratio |
            |---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
            """;

    private Report() {}

    /**
     * The whole text.
     *
     * @param conditions one fact a line
     */
    static String of(List<String> conditions, List<Comparison> outcomes) {
        StringBuilder text = new StringBuilder();
        conditions.forEach(line -> text.append("* ").append(line).append('\n'));
        text.append('\n').append(COLUMNS);
        for (Comparison outcome : outcomes) {
            row(text, outcome.caseName(), outcome.wizd(), " |  | ");
            for (Comparison.Side reference : outcome.references()) {
                row(text, "", reference, ratios(outcome, reference));
            }
        }
        return text.toString();
    }

    private static String ratios(Comparison outcome, Comparison.Side reference) {
        double p99Ms = p99Ms(reference);
        return "**%.2f** | %s | %.2f"
                .formatted(
                        outcome.ratioTo(reference),
                        p99Ms == 0 ? "" : "%.2f".formatted(p99Ms(outcome.wizd()) / p99Ms),
                        cpuMicros(outcome.wizd()) / cpuMicros(reference));
    }

    private static double p99Ms(Comparison.Side side) {
        return Spread.of(side.rounds(), round -> round.load().p99Ms()).median();
    }

    private static double cpuMicros(Comparison.Side side) {
        return Spread.of(side.rounds(), Round::cpuMicros).median();
    }

    private static void row(StringBuilder text, String caseName, Comparison.Side side, String ratios) {
        Spread perSecond = side.perSecond();
        text.append("| %s | %s | %,.0f | %,.0f..%,.0f | %s | %s | %d | %.1f | %s | %s | %s | %.0f | %s |\n"
                .formatted(
                        caseName,
                        side.name(),
                        perSecond.median(),
                        perSecond.min(),
                        perSecond.max(),
                        latency(side, round -> round.load().p50Ms()),
                        latency(side, round -> round.load().p99Ms()),
                        side.errors(),
                        cpuMicros(side),
                        optional(side, Round::databaseCpuMicros),
                        optional(side, Round::repliesPerCall),
                        optional(side, Round::rowsRead),
                        median(side, round -> OptionalDouble.of(round.peakRssMiB())),
                        ratios));
    }

    /** Nothing where a round is one single run. */
    private static String latency(Comparison.Side side, ToDoubleFunction<Round> figureMs) {
        double median = Spread.of(side.rounds(), figureMs).median();
        return median == 0 ? "" : "%.2f".formatted(median);
    }

    private static String optional(Comparison.Side side, Function<Round, OptionalDouble> figure) {
        return side.rounds().stream().allMatch(round -> figure.apply(round).isPresent())
                ? "%.1f".formatted(median(side, figure))
                : "";
    }

    private static double median(Comparison.Side side, Function<Round, OptionalDouble> figure) {
        return Spread.of(side.rounds(), round -> figure.apply(round).orElse(Double.NaN))
                .median();
    }
}
