package io.wizd.bench.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All phases on a real server, for a moment and without harm: the figures say nothing, but they must all be there. */
class OverloadTest {
    private static final OverloadPlan A_MOMENT =
            new OverloadPlan(300, "256m", List.of(AttackClass.values()), AttackSize.SMALL, 4);

    @Test
    void everyClassGivesAllFiguresAndNothingIsWrong(@TempDir Path folder) {
        List<String> told = new ArrayList<>();
        List<PhaseFigures> phases;
        try (Overload overload = new Overload(A_MOMENT, folder, told::add)) {
            phases = overload.run();
        }
        List<String> attacked = Stream.concat(
                        Stream.of(AttackClass.values()).map(AttackClass::label), Stream.of("all at once"))
                .toList();
        List<String> names = Stream.concat(
                        Stream.of("alone"), attacked.stream().flatMap(name -> Stream.of(name, "alone")))
                .toList();
        assertThat(phases).extracting(PhaseFigures::name).isEqualTo(names);
        assertThat(told).hasSameSizeAs(names);
        SoftAssertions softly = new SoftAssertions();
        phases.forEach(phase -> check(softly, phase));
        String report = OverloadReport.of(List.of("here"), phases, 2);
        names.forEach(name -> softly.assertThat(report).contains("| " + name + " | "));
        softly.assertAll();
    }

    private static void check(SoftAssertions softly, PhaseFigures phase) {
        String name = phase.name() + ": " + phase.clients().details();
        softly.assertThat(phase.isWrong()).as(name).isFalse();
        softly.assertThat(phase.clients().good() + phase.clients().late())
                .as(name)
                .isPositive();
        softly.assertThat(phase.live().count()).as(name).isPositive();
        softly.assertThat(phase.server().peakRssMiB()).as(name).isGreaterThan(10);
        softly.assertThat(phase.attack().isEmpty()).as(name).isEqualTo(phase.isAlone());
        if (!phase.isAlone()) {
            softly.assertThat(phase.attack()).as(name).doesNotContain("sent 0 times");
        }
    }
}
