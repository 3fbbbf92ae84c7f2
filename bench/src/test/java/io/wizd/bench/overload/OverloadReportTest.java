package io.wizd.bench.overload;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.client.load.LatencyHistogram;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OverloadReportTest {
    private static PhaseFigures phase(String attackClass, ClientTally clients, int liveMs, String state) {
        LatencyHistogram live = new LatencyHistogram();
        live.record(TimeUnit.MILLISECONDS.toNanos(liveMs));
        return new PhaseFigures(
                attackClass.isEmpty() ? "alone" : attackClass,
                attackClass,
                10,
                clients,
                live,
                new ServerUsage.Figures(8, 2, 400),
                new PhaseFigures.BenchUsage(1, 4),
                "",
                new PhaseFigures.Aftermath(state, 0, 0, 0));
    }

    private static ClientTally tally(int good) {
        ClientTally tally = new ClientTally();
        for (int i = 0; i < good; i++) {
            tally.right(1);
        }
        return tally;
    }

    @Test
    void figuresStandInTheTableAndMissedAimsNameTheirPhases() {
        ClientTally slow = tally(500);
        slow.right(TimeUnit.SECONDS.toNanos(2));
        slow.refused();
        slow.failed("HTTP 500");
        ClientTally broken = tally(900);
        broken.lostSet("gone");
        broken.wrong("of somebody else");
        String report = OverloadReport.of(
                List.of("here"),
                List.of(
                        phase("", tally(1000), 5, "ok"),
                        phase("gets", slow, 1500, "ok"),
                        phase("", tally(900), 5, "ok"),
                        phase("sets", broken, 5, "dead"),
                        phase("", tally(2000), 5, "ok"),
                        phase("all", tally(100), 5, "ok")),
                2);
        assertThat(report.lines())
                .contains(
                        "* here",
                        "| gets | 50 | 0.50 | 0.63 | 1 | 1 | 1 | 0 | 0 | 0 | 1500.0 | 1500.0 | 1500.0 | 1500.0 | 400 | 8.0 | 2.0 | 1.0 | 4.0 | ok |",
                        "* MISSED: goodput beside the attackers of each class at least 0.80 of the peak: gets, sets",
                        "* MISSED: /health/live p99.9 below 1,000 ms: gets",
                        "* met: RSS below 512 MB (488 MiB)",
                        "* MISSED: nothing acknowledged is lost: sets",
                        "* MISSED: no reply is wrong, and none is lost: sets",
                        "* MISSED: the server lives and answers: sets");
    }

    @Test
    void onlyWhatIsSlowIsNotWrong() {
        ClientTally slow = tally(1);
        slow.refused();
        slow.failed("HTTP 500");
        assertThat(phase("gets", slow, 5000, "ok").isWrong()).isFalse();
        ClientTally lost = tally(1);
        lost.lostReply("closed");
        assertThat(phase("gets", lost, 5, "ok").isWrong()).isTrue();
        assertThat(phase("gets", tally(1), 5, "dead").isWrong()).isTrue();
    }
}
