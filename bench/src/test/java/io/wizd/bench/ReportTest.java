package io.wizd.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void theRatioIsThatOfTheMedians() {
        Comparison outcome =
                outcome(List.of(round(100), round(900), round(300)), List.of(round(200), round(100), round(150)));
        assertThat(outcome.ratioTo(outcome.references().getFirst())).isEqualTo(2);
    }

    @Test
    void aReferenceThatGaveNothingHasNoRatio() {
        Comparison outcome = outcome(List.of(round(100)), List.of(round(0)));
        assertThat(outcome.ratioTo(outcome.references().getFirst())).isZero();
    }

    @Test
    void aSideIsARowOfTheTableAndAReferenceHasItsRatio() {
        Round withDatabase = new Round(
                new LoadFigures(100, 12_345.6, 0.5, 1.25, 2, "no"),
                40.25,
                OptionalDouble.of(13),
                OptionalDouble.of(31.75),
                OptionalDouble.of(2.5),
                200);
        Round oneRun = new Round(
                new LoadFigures(1000, 24_691.2, 0, 0, 0, ""),
                10,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                64);
        Comparison outcome = outcome(List.of(withDatabase, withDatabase), List.of(round(6_172.8)), List.of(oneRun));
        assertThat(Report.of(List.of("here, today"), List.of(outcome)).lines())
                .containsExactly(
                        "* here, today",
                        "",
                        "| case | who | replies/s | min..max | p50 ms | p99 ms | errors | CPU µs | database CPU µs | replies a CALL | rows read | peak RSS MiB | ratio | p99 ratio | CPU ratio |",
                        "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
                        "| some-case | wizd | 12,346 | 12,346..12,346 | 0.50 | 1.25 | 4 | 40.3 | 13.0 | 31.8 | 2.5 | 200 |  |  |  |",
                        "|  | bare | 6,173 | 6,173..6,173 | 1.00 | 2.00 | 0 | 10.0 |  |  |  | 64 | **2.00** | 0.63 | 4.03 |",
                        "|  | bare | 24,691 | 24,691..24,691 |  |  | 0 | 10.0 |  |  |  | 64 | **0.50** |  | 4.03 |");
    }

    @SafeVarargs
    private static Comparison outcome(List<Round> wizd, List<Round>... references) {
        return new Comparison(
                "some-case",
                new Comparison.Side("wizd", wizd),
                Stream.of(references)
                        .map(rounds -> new Comparison.Side("bare", rounds))
                        .toList());
    }

    private static Round round(double perSecond) {
        return new Round(
                new LoadFigures(1000, perSecond, 1, 2, 0, ""),
                10,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                64);
    }
}
