package io.wizd.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code wiz completion} prints, in bash itself. */
@Timeout(180)
class CompletionTest {
    @TempDir
    private Path folder = Path.of("");

    private String bash(String commands) throws Exception {
        Files.writeString(folder.resolve("wiz"), WizCall.anyWiz("completion").out());
        Process bash = new ProcessBuilder("bash", "--norc", "-c", "source ./wiz && " + commands)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(bash.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return said.strip();
        } finally {
            bash.destroyForcibly();
        }
    }

    /** As the line editor calls it, for the last of the words. */
    @ParameterizedTest
    @CsvSource({
        "'wiz me', members",
        "'bin/wiz me', members",
        "'wiz members im', import",
        "'wiz lo', 'login logout load'",
        "'wiz get --ra', --raw",
        "'wiz --serv', --server"
    })
    void completesCommandsAndOptions(String line, String offered) throws Exception {
        // Which is for the line editor, and refuses whoever else calls it.
        String words = "compopt() { :; }; COMP_WORDS=(" + line + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE='"
                + line + "'; COMP_POINT=${#COMP_LINE}; ";
        assertThat(bash(words + "_complete_wiz; echo \"${COMPREPLY[*]}\"").trim())
                .isEqualTo(offered);
    }

    @Test
    void isOfTheProgramByItsName() throws Exception {
        assertThat(bash("complete -p wiz")).contains("-F _complete_wiz").endsWith(" wiz");
    }
}
