package io.wizd.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class JobFollowerTest {
    private static final String RUNNING = "{\"job\":7,\"state\":\"running\"}\n";
    private static final JobFollower.Patience LITTLE = new JobFollower.Patience(1_500, 1, 4, 100);

    private FakeRest server;
    private RestClient rest;
    private JobFollower follower;

    @BeforeEach
    void start() throws IOException {
        server = new FakeRest();
        ServerOptions options = new ServerOptions();
        new picocli.CommandLine(options).parseArgs("--server", "127.0.0.1:" + server.port());
        rest = new RestClient(options, Optional.empty());
        ProgressMeter meter =
                new ProgressMeter(new PrintWriter(new StringWriter()), ProgressMeter.Style.LINES, System::nanoTime);
        follower = new JobFollower(new Jobs(rest), meter, LITTLE);
    }

    @AfterEach
    void stop() {
        rest.close();
        server.close();
    }

    private static InputStream lines(String lines) {
        return new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void asksForTheJobWhereTheStreamFallsSilent() throws Exception {
        server.on("GET /api/jobs/7", 200, "application/json", "{\"job\":7,\"state\":\"done\",\"rows\":3}");
        CountDownLatch closed = new CountDownLatch(1);
        try (InputStream silent = new SilentAfter(lines(RUNNING), closed)) {
            assertThat(follower.follow(silent).rows()).isEqualTo(3);
        }
        assertThat(closed.getCount()).isZero();
    }

    @Test
    void givesUpWhereTheServerStaysAway() {
        server.close();
        assertThatThrownBy(() -> follower.follow(lines(RUNNING)))
                .isInstanceOfSatisfying(
                        Failure.class, e -> assertThat(e.exitStatus()).isEqualTo(69))
                .hasMessageMatching("no wizd at .*; job 7 goes on: bin/wiz jobs 7");
        assertThat(follower.latest())
                .hasValueSatisfying(job -> assertThat(job.number()).isEqualTo(7));
    }

    @Test
    void aJobThatIsGoneIsNoReasonToAskAgain() {
        assertThatThrownBy(() -> follower.follow(lines(RUNNING))).hasMessage("the server refuses: 404");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aStreamWithoutAJobSaysWhereToLook() {
        assertThatThrownBy(() -> follower.follow(lines(""))).hasMessageEndingWith("how it goes: see bin/wiz jobs");
    }

    /** A connection whose other side is gone without a word. */
    private static final class SilentAfter extends java.io.FilterInputStream {
        private final CountDownLatch closed;

        SilentAfter(InputStream in, CountDownLatch closed) {
            super(in);
            this.closed = closed;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            if (n < 0) {
                try {
                    closed.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            return n;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
