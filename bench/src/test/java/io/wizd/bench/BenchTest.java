package io.wizd.bench;

import io.wizd.bench.cases.BenchCases;
import io.wizd.db.testing.Proof;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of case once, on real servers, for a moment: the figures say nothing, but they must all be there. */
class BenchTest {
    private static final int CONNECTIONS = 8;
    private static final int A_MOMENT_MS = Proof.length(200, 500);
    private static final int LONGEST_MS = 30_000;
    private static final String LEFT_OUT_IN_THE_BUILD =
            "ping-tcp-16|fib-1000?|kv-set-tcp.*|kv-get-http|kv-get-tcp-16|kv-.*-c256";

    @Test
    void everyCaseGivesAllFiguresAndNoErrors(@TempDir Path folder) {
        SoftAssertions softly = new SoftAssertions();
        try (Stage stage = new Stage(folder, new BuiltInLoad(), CONNECTIONS)) {
            for (BenchCase benchCase : cases()) {
                List<String> told = new ArrayList<>();
                Comparison outcome = run(benchCase, stage, told);
                check(softly, benchCase.name() + ", wizd", outcome.wizd());
                for (Comparison.Side reference : outcome.references()) {
                    check(softly, benchCase.name() + ", " + reference.name(), reference);
                    softly.assertThat(outcome.ratioTo(reference))
                            .as(benchCase.name())
                            .isPositive();
                }
                softly.assertThat(told).hasSize(1 + outcome.references().size());
            }
        }
        softly.assertAll();
    }

    /** For a moment, and for a longer one where that ended before the first reply of a side: the machine may be busy. */
    private static Comparison run(BenchCase benchCase, Stage stage, List<String> told) {
        Comparison outcome;
        int durationMs = A_MOMENT_MS;
        do {
            told.clear();
            outcome = new Contest(stage, new BenchPlan(CONNECTIONS, 0, durationMs, 1), told::add).run(benchCase);
            durationMs *= 2;
        } while (durationMs <= LONGEST_MS
                && Stream.concat(Stream.of(outcome.wizd()), outcome.references().stream())
                        .anyMatch(side -> side.rounds().getFirst().load().replies() == 0));
        return outcome;
    }

    /**
     * Those with 256 connections differ from the others in nothing else, so one of them will do; fib-10000 is fib-1000 with
     * replies so long that a moment may end before the first; lists, sync and members have a few rows only. In the build, those
     * are left out too that differ from the others in numbers alone (connections, messages in flight, N), and of keys one is set
     * and one read, over one wire each.
     */
    private static List<BenchCase> cases() {
        List<BenchCase> few = Stream.of(
                        BenchCases.lists(Proof.length(100_000, 1_000_000)),
                        List.of(BenchCases.syncOf(Proof.length(20_000, 200_000))),
                        List.of(BenchCases.fileOf(new MemberRows(1, 10_000))),
                        BenchCases.lookups(new MemberCrowd(10_000)))
                .flatMap(List::stream)
                .toList();
        Stream<BenchCase> usual = BenchCases.ALL.stream()
                .filter(benchCase -> few.stream().noneMatch(one -> one.name().equals(benchCase.name())))
                .filter(benchCase -> !benchCase.onlyWhenNamed())
                .filter(benchCase -> !benchCase.name().equals("fib-10000"))
                .filter(benchCase -> Proof.isFullLength() || !benchCase.name().matches(LEFT_OUT_IN_THE_BUILD))
                .filter(benchCase ->
                        !benchCase.name().endsWith("-c256") || benchCase.name().equals("kv-set-http-c256"));
        return Stream.concat(usual, few.stream()).toList();
    }

    private static void check(SoftAssertions softly, String who, Comparison.Side side) {
        Round round = side.rounds().getFirst();
        boolean isOneRun = who.equals("kv-sync, wizd") || who.startsWith("members-file");
        softly.assertThat(side.errors())
                .as(who + ": " + round.load().firstError())
                .isZero();
        softly.assertThat(round.load().replies()).as(who).isPositive();
        softly.assertThat(round.load().perSecond()).as(who).isPositive();
        softly.assertThat(round.load().p50Ms()).as(who).isGreaterThanOrEqualTo(isOneRun ? 0 : 1e-6);
        softly.assertThat(round.load().p99Ms())
                .as(who)
                .isGreaterThanOrEqualTo(round.load().p50Ms());
        // The kernel counts in steps of 10 ms, and nginx may need less for the few answers of a moment.
        softly.assertThat(round.cpuMicros()).as(who).isGreaterThanOrEqualTo(who.endsWith("nginx") ? 0 : 1e-6);
        softly.assertThat(round.peakRssMiB()).as(who).isGreaterThan(10);
        if (who.startsWith("kv-")) {
            softly.assertThat(round.databaseCpuMicros().orElse(0)).as(who).isPositive();
            softly.assertThat(round.repliesPerCall().orElse(0)).as(who).isPositive();
        }
        if (who.startsWith("members-") && !isOneRun) {
            softly.assertThat(round.rowsRead().orElse(0)).as(who).isGreaterThanOrEqualTo(0.99);
        }
    }
}
