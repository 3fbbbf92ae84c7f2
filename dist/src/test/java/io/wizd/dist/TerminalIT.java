package io.wizd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.dist.Distribution.Result;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bin/wiz login} and {@code shell} at a terminal and without one, with a running server; completion by bash. */
@Timeout(300)
class TerminalIT {
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
        Process process = atTerminal("wizd shell");
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
            assertThat(statusOf(process)).isZero();
        } finally {
            process.destroyForcibly();
        }
        assertThat(state.resolve("wiz/history")).content().contains(":kv-get key=typed\n");
    }

    @Test
    void thePasswordOfALoginIsNotShown() throws Exception {
        String password = Files.readString(data.resolve("admin-password")).strip();
        Process process = atTerminal("wiz login");
        try (Reader out = process.inputReader();
                Writer in = process.outputWriter()) {
            await(out, "name: ");
            type(in, "admin\n");
            await(out, "password: ");
            type(in, password + "\n");
            assertThat(await(out, "logged in as admin at 127.0.0.1:")).doesNotContain(password);
            assertThat(statusOf(process)).isZero();
        } finally {
            process.destroyForcibly();
        }
        assertThat(shell("echo user-list | bin/wiz shell").out()).contains("\"name\": \"admin\"");
        assertThat(shell("bin/wiz logout").status()).isZero();
        assertThat(shell("echo user-list | bin/wiz shell").err()).contains("401 UNAUTHORIZED");
    }

    @ParameterizedTest
    @CsvSource({"wizd par, partitions", "wizd user li, list", "wiz me, members"})
    void bashCompletesByTheFilesOfTheDistribution(String line, String offered) {
        String program = line.substring(0, line.indexOf(' '));
        Path script = Distribution.HOME.resolve("share/bash-completion/completions/" + program);
        String complete = "source " + script + "; compopt() { :; }; COMP_WORDS=(" + line
                + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_" + program + "; echo ${COMPREPLY[*]}";
        Result result = Distribution.run(List.of("bash", "--norc", "-c", complete), Map.of());
        assertThat(result).isEqualTo(new Result(0, offered + "\n", ""));
        assertThat(shell("bin/" + program + " completion").out()).isEqualTo(read(script));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new terminal has no size; and a test that runs in the background of a shell has SIGINT ignored. */
    private Process atTerminal(String program) throws IOException {
        String command = "stty rows 40 cols 120 && exec " + Distribution.HOME + "/bin/" + program;
        return Distribution.builder(
                        List.of("env", "--default-signal=INT", "script", "-qec", command, "/dev/null"), variables())
                .start();
    }

    private static int statusOf(Process process) throws InterruptedException {
        assertThat(process.waitFor(Distribution.LIMIT_SECONDS, TimeUnit.SECONDS))
                .isTrue();
        return process.exitValue();
    }

    private static void type(Writer in, String keys) throws IOException {
        in.write(keys);
        in.flush();
    }

    private static String await(Reader out, String text) throws IOException {
        StringBuilder shown = new StringBuilder();
        while (shown.indexOf(text) < 0) {
            int c = out.read();
            assertThat(c).as("the end, after %s", shown).isNotNegative();
            shown.append((char) c);
        }
        return shown.toString();
    }
}
