package io.wizd.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.client.Client;
import io.wizd.client.TestServer;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code wiz shell}: at a terminal, and with lines of a file. */
@Timeout(180)
class ShellTest {
    @TempDir
    private Path folder = Path.of("");

    private final AtomicReference<Terminal> terminal = new AtomicReference<>();
    private TestServer server;

    @BeforeEach
    void start() throws InterruptedException {
        server = TestServer.start(this::answer);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void answer(Message message, TestServer.Peer peer) {
        switch (message.msgType()) {
            case "fib" -> peer.reply(message, Json.of("{\"N\":10,\"result\":[0,1,1.50],\"x\":{\"y\":\"\\u202e\"}}"));
            case "kv-get" -> peer.refuse(message, Fault.of(ErrorCode.KEY_NOT_FOUND, "no such key: a"));
            case "hold" -> Objects.requireNonNull(terminal.get()).raise(Terminal.Signal.INT);
            case "close" -> peer.channel().close();
            default -> peer.reply(message, message.body());
        }
    }

    /** What a terminal shows to whom types this. */
    private String typed(String type, String input) throws Exception {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        ServerOptions options = new ServerOptions();
        try (Client client = new Client(server.config());
                Terminal dumb = new DumbTerminal(
                        "test",
                        type,
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        shown,
                        StandardCharsets.UTF_8)) {
            terminal.set(dumb);
            Shell shell = new Shell(options, client, () -> ShellApi.TYPES, dumb.writer(), dumb.writer());
            new ShellPrompt(dumb, ShellApi.TYPES, folder.resolve("history"))
                    .run(shell, server.address().toString());
        }
        return shown.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    @Test
    void sendsWhatIsTypedAndShowsTheReply() throws Exception {
        assertThat(typed("dumb", "fib N=10\nkv-get key=a\nexit\nping\n"))
                .startsWith("wizd at " + server.address() + "; help ")
                .contains("wiz> ", """
                        {
                          "N": 10,
                          "result": [ 0, 1, 1.50 ],
                          "x": {
                            "y": "\\u202e"
                          }
                        }
                        """, "wiz: kv-get: 404 KEY_NOT_FOUND: no such key: a\n")
                .doesNotContain("ping", "\u202e");
    }

    @Test
    void tabCompletesATypeAndAField() throws Exception {
        assertThat(typed("ansi", "kv-s\tk\ta v\t'{\"x\": 1}'\n")).contains("""
                {
                  "key": "a",
                  "value": {
                    "x": 1
                  }
                }
                """);
    }

    @Test
    void theArrowBringsALineBack() throws Exception {
        typed("ansi", "echo a=first\n");
        assertThat(typed("ansi", "\u001b[A\n")).contains("  \"a\": \"first\"\n");
    }

    @Test
    void noSecretIsKeptInTheHistory() throws Exception {
        typed("dumb", "echo a=1\nlogin name=ann password=glass\nlogin ann glass\necho @token=t\necho value=\"!\"\n");
        assertThat(Files.readAllLines(folder.resolve("history")))
                .map(line -> line.replaceFirst("^\\d+:", ""))
                .containsExactly("echo a=1", "echo value=\"!\"");
    }

    @Test
    void anInterruptEndsTheWaitAndNotTheShell() throws Exception {
        assertThat(typed("dumb", "hold\necho a=1\n")).contains("broken off; the server may", "\"a\": 1");
    }

    @Test
    void aConnectionThatIsLostIsToldAndTheShellGoesOn() throws Exception {
        assertThat(typed("dumb", "close\necho a=1\n")).contains("wiz: close: ", "\"a\": 1");
    }

    @Test
    void helpTellsTypesAndTheirFields() throws Exception {
        assertThat(typed("dumb", "help\n")).contains("kv-set             Set a key to a value\n", "\nA line is ");
        assertThat(typed("dumb", "help kv-set\n"))
                .contains(
                        "kv-set: Set a key to a value.\n",
                        "  key                string                   The key\n",
                        "  ttlMs              integer, may be absent   Its life\n");
        assertThat(typed("dumb", "help kv-sett\n"))
                .contains("wiz: there is no message type kv-sett; did you mean kv-set?\n");
    }

    @Test
    void linesOfAFileNeedNoTerminal() throws Exception {
        WizProcess wiz = new WizProcess(folder, server.port());
        assertThat(wiz.runWithInput("# two\n\necho a=1\necho b=2", "shell"))
                .isEqualTo(new WizProcess.Result(0, "{\n  \"a\": 1\n}\n{\n  \"b\": 2\n}\n", ""));
        assertThat(wiz.runWithInput("kv-get key=a\necho a\necho {}\nexit\necho b=2\n", "shell"))
                .isEqualTo(new WizProcess.Result(
                        1,
                        "{ }\n",
                        "wiz: kv-get: 404 KEY_NOT_FOUND: no such key: a\n"
                                + "wiz: a field is FIELD=VALUE, without spaces around the =, not a\n"));
        assertThat(wiz.runWithInput("close\necho a=1\n", "shell").status()).isEqualTo(69);
    }

    /** It would slow them down. */
    @ParameterizedTest
    @ValueSource(strings = {"ping", "shell"})
    void whatNeedsNoTerminalDoesNotLoadJLine(String command) throws Exception {
        WizProcess wiz = new WizProcess(folder, server.port());
        ProcessBuilder builder = wiz.builder(command);
        builder.command().addAll(1, List.of("-Xlog:class+load"));
        WizProcess.Result result = wiz.runWithInput("ping\n", builder);
        assertThat(result.out()).contains("io.wizd.client.cli.ShellCommand ").doesNotContain(" org.jline");
        assertThat(result.status()).isZero();
    }
}
