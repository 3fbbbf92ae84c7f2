package io.wizd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.dist.Distribution.Result;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/wizd shell} and {@code bin/wiz shell} with a running server: at a terminal, and with lines of a file. */
@Timeout(300)
class ShellIT {
    private static final String CTRL_C = "\u0003";
    private static final String CTRL_D = "\u0004";

    private static RunningWizd wizd;

    @TempDir
    static Path data;

    @TempDir
    Path state;

    @BeforeAll
    static void start() {
        wizd = RunningWizd.onSetUp(data);
    }

    @AfterAll
    static void end() throws IOException {
        wizd.close();
    }

    private Map<String, String> variables() {
        return Map.of("WIZD_DATA", data.toString(), "XDG_STATE_HOME", state.toString(), "TERM", "xterm");
    }

    private Result shell(String line) {
        return Distribution.run(List.of("sh", "-c", line.replace("bin/", Distribution.HOME + "/bin/")), variables());
    }

    @Test
    void theServerOfTheDataTakesLinesOfAFile() {
        Result set = shell("printf 'kv-set key=shell value={\"x\": 1}\\nkv-get key=shell\\n' | bin/wizd shell");
        assertThat(set.out()).contains("  \"value\": {\n    \"x\": 1\n  },\n");
        assertThat(set.status()).as("%s", set).isZero();
        Result refused = shell("echo job-list | bin/wizd shell");
        assertThat(refused.err()).startsWith("wiz: job-list: 401 UNAUTHORIZED: ");
        assertThat(refused.status()).isEqualTo(1);
    }

    @Test
    void theServerTellsTypesAndFields() {
        assertThat(shell("echo help | bin/wiz shell").out())
                .contains("\nkv-set             Set a key to a value\n")
                .contains("\nregister ");
        assertThat(shell("echo help kv-set | bin/wiz shell").out())
                .startsWith("kv-set: Set a key to a value. The message type kv-set.")
                .contains("\n  value              any                      Any JSON value")
                .contains("\n  ttlMs              integer, may be absent ");
    }

    @Test
    void completesAndIsInterruptedAtATerminal() throws Exception {
        // A test that runs in the background of a shell has SIGINT ignored; a new terminal has no size.
        String command = "stty rows 40 cols 120 && exec " + Distribution.WIZD + " shell";
        Process process = Distribution.builder(
                        List.of("env", "--default-signal=INT", "script", "-qec", command, "/dev/null"), variables())
                .start();
        try (Reader out = process.inputReader();
                Writer in = process.outputWriter()) {
            await(out, "wiz> ");
            type(in, "kv-se\tke\ttyped va\t7\n");
            await(out, "\"key\": \"typed\"");
            await(out, "wiz> ");
            type(in, "kv-get" + CTRL_C);
            await(out, "wiz> ");
            type(in, "kv-get key=typed\n");
            await(out, "\"value\": 7");
            await(out, "wiz> ");
            type(in, CTRL_D);
            assertThat(process.waitFor(Distribution.LIMIT_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
        assertThat(state.resolve("wiz/history")).content().contains(":kv-get key=typed\n");
    }

    private static void type(Writer in, String keys) throws IOException {
        in.write(keys);
        in.flush();
    }

    private static void await(Reader out, String text) throws IOException {
        StringBuilder shown = new StringBuilder();
        while (shown.indexOf(text) < 0) {
            int c = out.read();
            assertThat(c).as("the end, after %s", shown).isNotNegative();
            shown.append((char) c);
        }
    }
}
