package io.wizd.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.client.TestServer;
import io.wizd.program.ProcessIdentity;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Message;
import java.io.BufferedReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class WizTest {
    @TempDir
    private Path folder = Path.of("");

    private TestServer server;
    private WizProcess wiz;
    private WizCall call;

    @BeforeEach
    void start() throws InterruptedException {
        server = TestServer.start(WizTest::answer);
        wiz = new WizProcess(folder, server.port());
        call = new WizCall(server.port());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Clears a terminal in seven bits and in eight, begins a line, and turns the order of what follows. */
    private static final String EVIL = "no \u001b[2J\u009b2J\r\n\u202ewiz: ok";

    /** A server with a type for each thing that can happen. */
    private static void answer(Message message, TestServer.Peer peer) {
        switch (message.msgType()) {
            case "ping" -> peer.reply(message, Json.of("{\"pong\":true,\"version\":\"1.2\"}"));
            case "types" ->
                peer.reply(
                        message,
                        Json.of("{\"types\":[{\"type\":\"kv-set\",\"summary\":\"Set a key\",\"x\":1},"
                                + "{\"type\":\"p\"}]}"));
            case "echo" -> peer.reply(message, message.body());
            case "whoami" -> peer.reply(message, Jsons.write(Map.of("token", String.valueOf(message.token()))));
            case "hold" -> {}
            case "fib" -> peer.refuse(message, Fault.ofField("N", EVIL));
            case "wrong" ->
                peer.refuse(
                        message, Fault.of(List.of(Fault.ofField("lat", "lat is missing"), Fault.ofField("lng", EVIL))));
            case "close" -> peer.channel().close();
            default -> peer.refuse(message, Fault.of(ErrorCode.UNKNOWN_TYPE));
        }
    }

    @Test
    void pings() throws Exception {
        WizProcess.Result result = wiz.run("ping");
        assertThat(result.out())
                .matches("pong from 127\\.0\\.0\\.1:" + server.port() + ", wizd 1\\.2, \\d+\\.\\d ms\n");
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
    }

    @Test
    void eachFieldThatIsWrongHasALine() throws Exception {
        WizCall.Result result = call.run("send", "wrong");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo("  lat: lat is missing\n  lng: no \\u001b[2J\\u009b2J\\u000d\\u000a\\u202ewiz: ok\n");
    }

    @Test
    void whatAServerSaysDoesNotSteerTheTerminal() throws Exception {
        String told = "no \\u001b[2J\\u009b2J\\u000d\\u000a\\u202ewiz: ok";
        WizCall.Result failed = call.run("fib", "10");
        assertThat(failed.err()).contains(told).hasLineCount(1);
        assertThat(failed.out()).isEmpty();
        WizCall.Result sent = call.run("send", "fib");
        assertThat(sent.out()).hasLineCount(1).doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\n]]");
        assertThat(Jsons.read(Json.of(sent.out()), JsonNode.class)
                        .at("/result/Description")
                        .textValue())
                .isEqualTo(EVIL);
        WizCall.Result echoed = call.run("send", "echo", "{\"a\":\n\"\u009b2J\"}");
        assertThat(echoed.out()).contains("{\"a\": \"\\u009b2J\"}");
    }

    /** As in {@code wiz … | head -1}. */
    @ParameterizedTest
    @ValueSource(strings = {"ping --watch", "ping --watch --json", "send --file -"})
    void endsInSilenceOnceNobodyReadsItsOutput(String command) throws Exception {
        Process process = wiz.builder(command.split(" "))
                .redirectError(folder.resolve("err").toFile())
                .start();
        try (OutputStream in = process.getOutputStream();
                BufferedReader out = process.inputReader()) {
            byte[] envelope = "{\"msgType\":\"ping\"}\n".getBytes(StandardCharsets.UTF_8);
            in.write(envelope);
            in.flush();
            assertThat(out.readLine()).isNotEmpty();
            out.close();
            in.write(envelope);
            in.flush();
            assertThat(process.waitFor()).isEqualTo(141);
        } finally {
            process.destroyForcibly();
        }
        assertThat(folder.resolve("err")).isEmptyFile();
    }

    @Test
    void sendsOneMessage() throws Exception {
        WizProcess.Result result = wiz.run("send", "echo", "{\"ä\": 1}");
        assertThat(result.out())
                .isEqualTo("{\"msgType\":\"echo\",\"seqNum\":1,\"result\":{\"Error\":0,\"Description\":\"Ok\"},"
                        + "\"data\":{\"ä\": 1}}\n");
        assertThat(result.status()).isZero();
    }

    @Test
    void anErrorReplyIsPrintedAndIsStatusOne() throws Exception {
        WizCall.Result result = call.run("send", "nope");
        assertThat(result.out()).contains("\"Error\":404,\"Code\":\"UNKNOWN_TYPE\"");
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void noReplyInTimeIsStatus75() throws Exception {
        WizCall.Result result = call.run("--timeout", "0.2", "send", "hold");
        assertThat(result.err())
                .startsWith("wiz: hold: no reply from 127.0.0.1:")
                .contains("within 200 ms");
        assertThat(result.status()).isEqualTo(75);
    }

    @Test
    void sendsEnvelopesFromStandardInput() throws Exception {
        WizProcess.Result result = wiz.runWithInput("""
                {"msgType":"echo","message":{"a":1}}

                {"msgType":"echo","seqNum":"mine","message":{"a":2}}
                {"msgType":"nope","seqNum":1.50}
                """, "send", "--file", "-");
        assertThat(result.out().lines())
                .containsExactlyInAnyOrder(
                        "{\"msgType\":\"echo\",\"seqNum\":1,\"result\":{\"Error\":0,\"Description\":\"Ok\"},\"data\":{\"a\":1}}",
                        "{\"msgType\":\"echo\",\"seqNum\":\"mine\",\"result\":{\"Error\":0,\"Description\":\"Ok\"},\"data\":{\"a\":2}}",
                        "{\"msgType\":\"nope\",\"seqNum\":1.50,\"result\":{\"Error\":404,\"Code\":\"UNKNOWN_TYPE\","
                                + "\"Description\":\"no such message type\"}}");
        assertThat(result.err()).matches("2 ok, 1 with an error, 0 without a reply, 0 no envelope; \\d+ ms\n");
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void sendsThousandsOfEnvelopesAndGoesOnAfterALineThatIsNone() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= 5000; i++) {
            lines.append(i == 3000 ? "{oops\n" : "{\"msgType\":\"echo\",\"message\":{\"i\":" + i + "}}\n");
        }
        Path file = Files.writeString(folder.resolve("envelopes"), lines);
        WizCall.Result result = call.run("send", "--file", file.toString());
        assertThat(result.out().lines())
                .hasSize(4999)
                .allMatch(l -> l.replaceAll(".*seqNum\":(\\d+),.*\"i\":(\\d+).*", "$1=$2")
                        .matches("(\\d+)=\\1"));
        assertThat(result.err())
                .startsWith("line 3000: invalid JSON")
                .contains("4999 ok, 0 with an error, 0 without a reply, 1 no envelope");
        assertThat(result.status()).isEqualTo(65);
    }

    @Test
    void stopsWhereTheConnectionIsLost() throws Exception {
        String lines = "{\"msgType\":\"echo\"}\n{\"msgType\":\"close\"}\n" + "{\"msgType\":\"hold\"}\n".repeat(1000);
        WizProcess.Result result = wiz.runWithInput(lines, "--timeout", "2", "send", "--file", "-");
        assertThat(result.err()).contains("the server closed the connection").contains("stopped at line ");
        assertThat(result.status()).isEqualTo(69);
    }

    @Test
    void sendsCredentials() throws Exception {
        wiz.ownsServer("s3cret");
        Path ofAnn = Files.writeString(folder.resolve("ann"), "pw");
        assertThat(wiz.run("send", "whoami").out()).contains("{\"token\":\"null\"}");
        assertThat(wiz.run("send", "whoami", "--user", "admin").out()).contains("Basic YWRtaW46czNjcmV0");
        assertThat(wiz.run("--user", "ann", "--password-file", ofAnn.toString(), "send", "whoami")
                        .out())
                .contains("Basic YW5uOnB3");
    }

    @Test
    void thePasswordOfOurServerGoesToNoOther() throws Exception {
        wiz.ownsServer("s3cret");
        Files.writeString(
                folder.resolve("wizd.properties"),
                "pid=" + ProcessHandle.current().pid() + "\nstarted="
                        + ProcessIdentity.ofThis().started() + "\nurl=http://127.0.0.1:1\n");

        WizProcess.Result refused = wiz.run("send", "whoami", "--user", "admin");

        assertThat(refused.status()).isEqualTo(64);
        assertThat(refused.err())
                .isEqualTo(
                        "wiz: give the password of admin with --password-file FILE, or log in: bin/wiz login admin\n");
        wiz.ownsServer("s3cret");
        assertThat(wiz.run("--server", "127.0.0.7:" + server.port(), "send", "whoami", "--user", "admin")
                        .status())
                .isEqualTo(64);
        Path state = folder.resolve("wizd.properties");
        Files.writeString(state, Files.readString(state).replaceFirst("started=.*", "started=another boot"));
        assertThat(wiz.run("send", "whoami", "--user", "admin").status())
                .as("another process has its id")
                .isEqualTo(64);
    }

    @Test
    void aServerMayBeNamedByItsUrl() throws Exception {
        assertThat(wiz.run("--server", "http://127.0.0.1:" + server.port() + "/", "send", "whoami")
                        .status())
                .isZero();
    }

    @Test
    void listsTypes() throws Exception {
        assertThat(call.run("types").out()).isEqualTo("kv-set  Set a key\np\n");
    }

    @Test
    void runsCases() throws Exception {
        wiz.ownsServer("s3cret");
        Path cases = Files.createDirectory(folder.resolve("cases"));
        Files.writeString(cases.resolve("echo.json"), """
                [{"name": "passes", "send": {"msgType": "echo", "message": {"a": "${run}"}},
                  "expect": {"Error": 0, "data": {"a": "${run}"}}},
                 {"name": "fails", "send": {"msgType": "echo", "message": {"a": 1}}, "expect": {"data": {"a": 2}}}]""");
        Files.writeString(cases.resolve("whoami.json"), """
                [{"name": "as admin", "as": "admin", "send": {"msgType": "whoami"},
                  "expect": {"data": {"token": "Basic YWRtaW46czNjcmV0"}}}]""");
        Files.writeString(cases.resolve("README.txt"), "not a case");

        WizProcess.Result result = wiz.run("test", cases.toString());

        assertThat(result.out()).isEqualTo("""
                        ok echo: passes
                        FAIL echo: fails
                             data.a: expected 2, found 1
                        ok whoami: as admin
                        2 passed, 1 failed
                        """);
        assertThat(result.status()).isEqualTo(1);
        assertThat(wiz.run("test", cases.resolve("whoami.json").toString()).status())
                .isZero();
    }

    @Test
    void aCaseFileThatIsWrongIsToldWithItsPlace() throws Exception {
        Path file = Files.writeString(folder.resolve("x.json"), "[\n{\"nmae\": \"a\"}]");
        WizCall.Result result = call.run("test", file.toString());
        assertThat(result.err()).isEqualTo("wiz: x.json, line 2: a case has no field nmae\n");
        assertThat(result.status()).isEqualTo(65);
    }

    @Test
    void aFileThatHoldsNoCasesIsCalledByItsName() throws Exception {
        Path file = Files.writeString(folder.resolve("README.md"), "# Cases");
        assertThat(call.run("test", file.toString()).err()).startsWith("wiz: README.md, line 1: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "text"})
    void loadShowsAnErrorAsText(String wire) throws Exception {
        WizCall.Result result =
                call.run("load", "nope", "--wire", wire, "--seconds", "1", "--warm-up", "0", "--connections", "1");
        assertThat(result.out())
                .containsPattern("\nerror +\\{\"msgType\":\"nope\".*\\}\n")
                .doesNotContainPattern("[\\p{Cc}&&[^\n]]");
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void findsTheServerOfTheDataDirectory() throws Exception {
        Files.writeString(
                folder.resolve("wizd.properties"),
                "pid=" + ProcessHandle.current().pid() + "\nstarted="
                        + ProcessIdentity.ofThis().started() + "\nurl=http\\://127.0.0.1\\:" + server.port() + "\n");
        ProcessBuilder builder = wiz.builder("ping");
        builder.environment().remove("WIZD_PORT");
        assertThat(wiz.runWithInput("", builder).out()).startsWith("pong from 127.0.0.1:" + server.port());
    }

    @Test
    void aServerThatWasKilledIsNotAskedAgain() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.writeString(folder.resolve("wizd.properties"), "pid=" + dead.pid() + "\nurl=http\\://127.0.0.1\\:1\n");
        ProcessBuilder builder = wiz.builder("--timeout", "0.001", "ping");
        builder.environment().remove("WIZD_PORT");
        assertThat(wiz.runWithInput("", builder).err()).contains("127.0.0.1:8003");
    }

    @Test
    void aPortThatIsNoneIsRefused() throws Exception {
        ProcessBuilder builder = wiz.builder("ping");
        builder.environment().put("WIZD_PORT", "x");
        WizProcess.Result result = wiz.runWithInput("", builder);
        assertThat(result.err()).isEqualTo("wiz: WIZD_PORT = x is not a port\n");
        assertThat(result.status()).isEqualTo(64);
    }

    @Test
    void putsLoadOnTheServer() throws Exception {
        WizCall.Result result =
                call.run("load", "echo", "{\"a\":${n}}", "--seconds", "1", "--warm-up", "0", "--connections", "2");
        assertThat(result.out())
                .matches(
                        "(?s)replies/s +[\\d,]+\nlatency +p50 .* ms\nreplies +[\\d,]+, of which 0 errors; 0 connections lost\n");
        assertThat(result.status()).isZero();
    }
}
