package io.wizd.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.client.TestServer;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Message;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code wiz get}, {@code set} and {@code del}. */
@Timeout(180)
class KeysTest {
    record Body(String key, @Nullable Json value) {}

    @TempDir
    private Path folder = Path.of("");

    private final Map<String, Json> values = new HashMap<>();
    private TestServer server;
    private WizCall wiz;

    @BeforeEach
    void start() throws InterruptedException {
        server = TestServer.start(this::answer);
        wiz = new WizCall(server.port());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void answer(Message message, TestServer.Peer peer) {
        Body body = Jsons.read(message.body(), Body.class);
        switch (message.msgType()) {
            case "kv-set" -> {
                values.put(body.key(), body.value() == null ? Json.NULL : body.value());
                peer.reply(message, Json.of("{\"key\":\"\",\"version\":" + values.size() + ",\"created\":true}"));
            }
            case "kv-get", "kv-delete" -> {
                Json value = values.get(body.key());
                if (value == null) {
                    peer.refuse(message, Fault.of(ErrorCode.KEY_NOT_FOUND, "no such key: " + body.key()));
                } else if (body.key().equals("bytes")) {
                    peer.reply(message, Json.of("{\"value\":" + value + ",\"contentType\":\"image/png\"}"));
                } else {
                    peer.reply(message, Json.of("{\"value\":" + value + ",\"version\":1}"));
                }
                if (message.msgType().equals("kv-delete")) {
                    values.remove(body.key());
                }
            }
            default -> peer.refuse(message, Fault.of(ErrorCode.UNKNOWN_TYPE));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            hello        | "hello"
            hello, world | "hello, world"
            1            | 1
            1.50         | 1.50
            007          | "007"
            true         | true
            {"x": [1]}   | {"x":[1]}
            "1"          | "1"
            ``           | ""
            """)
    void aValueIsJsonOrElseAString(String typed, String json) {
        WizCall.Result set = wiz.run("set", "a", typed);
        assertThat(set).isEqualTo(new WizCall.Result(0, "1\n", ""));
        assertThat(wiz.run("get", "a")).isEqualTo(new WizCall.Result(0, json + "\n", ""));
        assertThat(wiz.run("set", "b", json).status()).isZero();
        assertThat(values.get("b")).isEqualTo(values.get("a"));
    }

    @Test
    void whatLooksLikeJsonCanBeAString() {
        assertThat(wiz.run("set", "--string", "a", "{\"x\":1").status()).isZero();
        assertThat(wiz.run("get", "a").out()).isEqualTo("\"{\\\"x\\\":1\"\n");
        assertThat(wiz.run("get", "--raw", "a").out()).isEqualTo("{\"x\":1\n");
    }

    @Test
    void whatBeginsLikeJsonAndIsNoneIsRefused() {
        WizCall.Result refused = wiz.run("set", "a", "{\"x\":1");
        assertThat(refused.err()).startsWith("wiz: the message is refused: invalid JSON: line 1, column 7");
        assertThat(refused.status()).isEqualTo(64);
        assertThat(values).isEmpty();
    }

    @Test
    void aKeyThatIsNotThereIsStatusOne() {
        WizCall.Result gone = new WizCall.Result(1, "", "wiz: kv-get: 404 KEY_NOT_FOUND: no such key: a\n");
        assertThat(wiz.run("get", "a")).isEqualTo(gone);
        wiz.run("set", "a", "1");
        assertThat(wiz.run("del", "a")).isEqualTo(new WizCall.Result(0, "", ""));
        assertThat(wiz.run("get", "a")).isEqualTo(gone);
        assertThat(wiz.run("del", "a").status()).isEqualTo(1);
    }

    @Test
    void standardInputIsAValue() throws Exception {
        WizProcess process = new WizProcess(folder, server.port());
        assertThat(process.runWithInput("grüße\n", "set", "a", "-").status()).isZero();
        assertThat(values.get("a")).hasToString("\"grüße\"");
        assertThat(process.runWithInput("{\"x\":\n 1}\n", "set", "a", "-").status())
                .isZero();
        assertThat(wiz.run("get", "a").out()).isEqualTo("{\"x\":1}\n");
    }

    @Test
    void bytesComeOutAsTheyAre() throws Exception {
        values.put("bytes", Json.of("\"UE5HCg==\""));
        WizProcess.Result result = new WizProcess(folder, server.port()).run("get", "bytes");
        assertThat(result).isEqualTo(new WizProcess.Result(0, "PNG\n", ""));
    }
}
