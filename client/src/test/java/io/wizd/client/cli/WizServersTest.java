package io.wizd.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.client.TestServer;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code wiz} with several servers, {@code wiz fib} and {@code wiz ping --watch}. */
@Timeout(180)
class WizServersTest {
    @TempDir
    private Path folder = Path.of("");

    private TestServer server;
    private WizProcess wiz;
    private WizCall call;
    private String up;
    private String down;

    @BeforeEach
    void start() throws InterruptedException, IOException {
        server = TestServer.start(WizServersTest::answer);
        wiz = new WizProcess(folder, server.port());
        call = new WizCall(server.port());
        up = server.address().toString();
        try (ServerSocket socket = new ServerSocket(0)) {
            down = "127.0.0.1:" + socket.getLocalPort();
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static void answer(Message message, TestServer.Peer peer) {
        switch (message.body().toString()) {
            case "{\"N\":10}" -> peer.reply(message, Json.of("{\"N\":10,\"result\":[0,1,1,2,3,5,8,13,21,34]}"));
            case "{\"N\":200,\"only\":\"last\"}" ->
                peer.reply(message, Json.of("{\"N\":200,\"last\":" + "9".repeat(2_000) + "}"));
            case "{\"N\":50000}" -> peer.raw(new byte[] {9, 0, 0, 0});
            case "{\"N\":1000000}" -> peer.refuse(message, Fault.ofField("N", "N is an integer from 0 to 100000"));
            default -> peer.reply(message, message.body());
        }
    }

    @Test
    void printsFibonacciNumbersOneALine() throws Exception {
        WizProcess.Result result = wiz.run("fib", "10");
        assertThat(result.out().lines()).containsExactly("0", "1", "1", "2", "3", "5", "8", "13", "21", "34");
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
    }

    @Test
    void printsTheLastOneAlone() throws Exception {
        assertThat(call.run("fib", "--last", "200").out()).isEqualTo("9".repeat(2_000) + "\n");
    }

    @Test
    void namesTheLimitOfTheServer() throws Exception {
        WizCall.Result result = call.run("fib", "1000000");
        assertThat(result.err()).isEqualTo("wiz: fib: 400 BAD_FIELD: N is an integer from 0 to 100000\n");
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void anAnswerThatIsTooLargeForAMessageSaysToUseHttp() throws Exception {
        WizCall.Result result = call.run("fib", "50000");
        assertThat(result.err())
                .isEqualTo("wiz: the answer is larger than the 16 MiB that a message may have; over HTTP it comes piece"
                        + " by piece: curl -s http://" + up + "/fib/50000\n");
        assertThat(result.out()).isEmpty();
        assertThat(result.status()).isEqualTo(65);
    }

    @Test
    void anyOfSeveralServersAnswers() throws Exception {
        WizCall.Result result = WizCall.anyWiz("send", "echo", "{\"a\":1}", "--server", down + "," + up);
        assertThat(result.out()).contains("\"data\":{\"a\":1}");
        assertThat(result.status()).isZero();
    }

    @Test
    void pingsEach() throws Exception {
        WizCall.Result result = WizCall.anyWiz("ping", "--server", up + "," + down);
        assertThat(result.out().lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).startsWith("pong from " + up + ", wizd 1.2, "))
                .anySatisfy(line -> assertThat(line).isEqualTo("no wizd at " + down + ": start it with bin/wizd run"));
        assertThat(result.status()).isEqualTo(69);
    }

    @Test
    void runsTheCasesAgainstEach() throws Exception {
        Path cases = Files.writeString(folder.resolve("x.json"), """
                [{"name": "echo", "send": {"msgType": "echo", "message": {"a": 1}}, "expect": {"data": {"a": 1}}}]""");
        try (TestServer other = TestServer.echo()) {
            WizCall.Result result = WizCall.anyWiz("test", cases.toString(), "--server", up + "," + other.address());
            assertThat(result.out()).isEqualTo("""
                            %s:
                            ok x: echo
                            1 passed, 0 failed
                            %s:
                            ok x: echo
                            1 passed, 0 failed
                            """.formatted(up, other.address()));
        }
    }

    @Test
    void watchesForSomeRounds() throws Exception {
        WizCall.Result result = WizCall.anyWiz("ping", "--watch", "--count", "2", "--server", up + "," + down);
        String clock = "\\d\\d:\\d\\d:\\d\\d";
        String round = clock + "  " + up + " *  up    seen since " + clock + ", \\d+\\.\\d ms, wizd 1\\.2\n" + clock
                + "  " + down + " *  down  seen since " + clock + ", no wizd at " + down + ": connection refused\n";
        assertThat(result.out()).matches(round + round);
        assertThat(result.status()).isEqualTo(69);
        assertThat(call.run("ping", "--watch", "--count", "1").status()).isZero();
    }

    @Test
    void watchesForMachines() throws Exception {
        WizCall.Result result =
                WizCall.anyWiz("ping", "--watch", "--json", "--count", "1", "--server", up + "," + down);
        String time = "\"\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z\"";
        assertThat(result.out())
                .matches("\\{\"time\":" + time + ",\"server\":\"" + up + "\",\"up\":true,\"since\":" + time
                        + ",\"latencyMs\":[\\d.E-]+,\"version\":\"1.2\"}\n"
                        + "\\{\"time\":" + time + ",\"server\":\"" + down + "\",\"up\":false,\"since\":" + time
                        + ",\"error\":\"no wizd at .*: connection refused\"}\n");
    }

    @Test
    void aWatchEndsIfItsOutputIsFull() throws Exception {
        Process watch = wiz.builder("ping", "--watch")
                .redirectOutput(new File("/dev/full"))
                .start();
        try {
            assertThat(watch.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(watch.exitValue()).isEqualTo(74);
            assertThat(watch.getErrorStream())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("wiz: standard output cannot be written: No space left on device\n");
        } finally {
            watch.destroyForcibly();
        }
    }

    @Test
    void ctrlCEndsTheWatchWell() throws Exception {
        ProcessBuilder builder = wiz.builder("ping", "--watch");
        // A test that runs in the background of a shell has SIGINT ignored, and its children inherit that.
        builder.command().addAll(0, List.of("env", "--default-signal=INT"));
        Process watch = builder.start();
        try (BufferedReader lines = watch.inputReader()) {
            assertThat(lines.readLine()).contains(" up ");
            String pid = Long.toString(watch.pid());
            new ProcessBuilder("kill", "-s", "INT", pid).start().waitFor();
            assertThat(watch.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(watch.exitValue()).isZero();
        } finally {
            watch.destroyForcibly();
        }
    }
}
