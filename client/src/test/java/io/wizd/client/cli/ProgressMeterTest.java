package io.wizd.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressMeterTest {
    private static final JobStatus RUNNING = Jsons.read(
            Json.of("{\"job\":7,\"state\":\"running\",\"rows\":420000,\"bytes\":25000000,\"bytesTotal\":60000000,"
                    + "\"rowsPerSecond\":98000,\"timeLeftMs\":83000}"),
            JobStatus.class);

    private final StringWriter shown = new StringWriter();
    private final AtomicLong clockMs = new AtomicLong(5);

    private ProgressMeter meter(ProgressMeter.Style style) {
        return new ProgressMeter(new PrintWriter(shown), style, () -> TimeUnit.MILLISECONDS.toNanos(clockMs.get()));
    }

    @Test
    void aTerminalHasOneLineThatIsDrawnAgain() {
        ProgressMeter meter = meter(ProgressMeter.Style.TERMINAL);
        clockMs.addAndGet(1_000);
        meter.uploading(31_200_000, 62_400_000);
        meter.uploading(31_300_000, 62_400_000);
        clockMs.addAndGet(100);
        meter.running(RUNNING);
        meter.clear();
        assertThat(shown)
                .hasToString("\rupload  [############------------]  50%  31.2 MB of 62.4 MB, 31.2 MB/s\033[K"
                        + "\rimport  [##########--------------]  41%  420,000 rows, 98,000/s, 1 min 23 s left\033[K"
                        + "\r\033[K");
    }

    @Test
    void elsewhereThereIsALineNowAndThen() {
        ProgressMeter meter = meter(ProgressMeter.Style.LINES);
        clockMs.addAndGet(4_999);
        meter.uploading(5_000, 62_400_000);
        clockMs.addAndGet(1);
        meter.uploading(31_200_000, 62_400_000);
        meter.running(RUNNING);
        clockMs.addAndGet(5_000);
        meter.running(RUNNING);
        meter.clear();
        assertThat(shown.toString().lines())
                .containsExactly(
                        "upload   50%  31.2 MB of 62.4 MB, 6.2 MB/s",
                        "import   41%  420,000 rows, 98,000/s, 1 min 23 s left");
    }

    @Test
    void whatIsAllOrNoneIsCheckedFirst() {
        ProgressMeter meter = meter(ProgressMeter.Style.LINES);
        clockMs.addAndGet(5_000);
        meter.running(
                Jsons.read(Json.of("{\"job\":7,\"state\":\"running\",\"rows\":1,\"atomic\":true}"), JobStatus.class));
        clockMs.addAndGet(5_000);
        meter.running(Jsons.read(
                Json.of("{\"job\":7,\"state\":\"running\",\"rows\":1,\"atomic\":true,\"writing\":true}"),
                JobStatus.class));
        assertThat(shown.toString().lines()).containsExactly("check   1 row, 0/s", "import  1 row, 0/s");
    }

    @Test
    void whatIsNotKnownIsNotShown() {
        ProgressMeter meter = meter(ProgressMeter.Style.LINES);
        clockMs.addAndGet(5_000);
        meter.uploading(9_000, -1);
        clockMs.addAndGet(5_000);
        meter.running(Jsons.read(Json.of("{\"job\":7,\"state\":\"queued\"}"), JobStatus.class));
        clockMs.addAndGet(5_000);
        meter.running(Jsons.read(Json.of("{\"job\":7,\"state\":\"running\",\"rows\":1}"), JobStatus.class));
        assertThat(shown.toString().lines())
                .containsExactly("upload  9,000 bytes, 1,800 bytes/s", "job 7 is queued", "import  1 row, 0/s");
    }
}
