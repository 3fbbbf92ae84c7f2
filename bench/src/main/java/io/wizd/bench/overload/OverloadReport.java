package io.wizd.bench.overload;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The phases as Markdown, and what of the aims is met. Static, any thread. */
final class OverloadReport {
    static final double LEAST_RATIO = 0.80;
    static final double MOST_LIVE_MS = 1_000;

    /** 512 MB. */
    static final double MOST_RSS_MIB = 512e6 / (1 << 20);

    private static final String COLUMNS = """
            | phase | goodput/s | ratio | ratio, attackers' CPU aside | late | 503 + Retry-After | other errors | lost replies | wrong replies | lost sets | live p50 ms | p99 | p99.9 | max | peak RSS MiB | CPU s: wizd | database | clients | attackers | state |
            |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|
            """;

    private OverloadReport() {}

    /** One phase, for those who wait. */
    static String line(PhaseFigures phase) {
        String details = phase.clients().details();
        return "%-16s %,9.0f/s  live p99.9 %,.0f ms  %.0f MiB  %s%s%s"
                .formatted(
                        phase.name(),
                        phase.goodput(),
                        phase.liveMs(99.9),
                        phase.server().peakRssMiB(),
                        phase.aftermath().state(),
                        details.isEmpty() ? "" : "\n    clients: " + details,
                        phase.attack().isEmpty() ? "" : "\n    attackers: " + phase.attack());
    }

    /**
     * The whole text.
     *
     * @param conditions one fact a line
     * @param cores that attackers, clients and server share
     */
    static String of(List<String> conditions, List<PhaseFigures> phases, int cores) {
        StringBuilder text = new StringBuilder();
        conditions.forEach(line -> text.append("* ").append(line).append('\n'));
        text.append('\n').append(COLUMNS);
        phases.forEach(phase -> row(text, phase, ratio(phases, phase), cores));
        text.append('\n');
        verdicts(phases).forEach(line -> text.append("* ").append(line).append('\n'));
        return text.toString();
    }

    /**
     * Goodput by that of the clients alone, right before or right after, whichever is greater: a JVM becomes quicker as it runs, so
     * phases that are far apart do not compare.
     */
    private static double ratio(List<PhaseFigures> phases, PhaseFigures phase) {
        int at = phases.indexOf(phase);
        double peak = phases.subList(Math.max(0, at - 1), Math.min(phases.size(), at + 2)).stream()
                .filter(PhaseFigures::isAlone)
                .mapToDouble(PhaseFigures::goodput)
                .max()
                .orElse(0);
        return peak == 0 ? 0 : phase.goodput() / peak;
    }

    /** As if the attackers had processors of their own. */
    private static double aside(double ratio, PhaseFigures phase, int cores) {
        double left = 1 - phase.bench().attackerSeconds() / (phase.seconds() * cores);
        return ratio / Math.max(0.01, left);
    }

    private static void row(StringBuilder text, PhaseFigures phase, double ratio, int cores) {
        text.append("| %s | %,.0f | %.2f | %.2f | %,d | %,d | %,d | %d | %d | %d "
                .formatted(
                        phase.name(),
                        phase.goodput(),
                        ratio,
                        aside(ratio, phase, cores),
                        phase.clients().late(),
                        phase.clients().refusals(),
                        phase.clients().errors(),
                        phase.clients().lostReplies(),
                        phase.wrongReplies(),
                        phase.lostSets()));
        text.append("| %.1f | %.1f | %.1f | %.1f | %.0f | %.1f | %.1f | %.1f | %.1f | %s |\n"
                .formatted(
                        phase.liveMs(50),
                        phase.liveMs(99),
                        phase.liveMs(99.9),
                        phase.live().maxNanos() / 1e6,
                        phase.server().peakRssMiB(),
                        phase.server().wizdSeconds(),
                        phase.server().databaseSeconds(),
                        phase.bench().clientSeconds(),
                        phase.bench().attackerSeconds(),
                        phase.aftermath().state()));
    }

    private static List<String> verdicts(List<PhaseFigures> phases) {
        List<PhaseFigures> eachAlone = phases.stream()
                .filter(phase -> !phase.isAlone() && !phase.attackClass().equals(Overload.ALL))
                .toList();
        return List.of(
                verdict(
                        "goodput beside the attackers of each class at least %.2f of the peak".formatted(LEAST_RATIO),
                        eachAlone,
                        phase -> ratio(phases, phase) >= LEAST_RATIO),
                verdict(
                        "/health/live p99.9 below %,.0f ms".formatted(MOST_LIVE_MS),
                        phases,
                        phase -> phase.liveMs(99.9) < MOST_LIVE_MS),
                verdict(
                        "RSS below 512 MB (%.0f MiB)".formatted(MOST_RSS_MIB),
                        phases,
                        phase -> phase.server().peakRssMiB() < MOST_RSS_MIB),
                verdict(
                        "nothing acknowledged is lost",
                        phases,
                        phase -> phase.lostSets() + phase.aftermath().unread() == 0),
                verdict(
                        "no reply is wrong, and none is lost",
                        phases,
                        phase -> phase.wrongReplies() + phase.clients().lostReplies() == 0),
                verdict(
                        "the server lives and answers",
                        phases,
                        phase -> phase.aftermath().state().equals(PhaseFigures.OK)));
    }

    private static String verdict(String aim, List<PhaseFigures> phases, Predicate<PhaseFigures> met) {
        String missed =
                phases.stream().filter(met.negate()).map(PhaseFigures::name).collect(Collectors.joining(", "));
        return missed.isEmpty() ? "met: " + aim : "MISSED: " + aim + ": " + missed;
    }
}
