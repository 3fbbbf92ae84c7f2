package io.wizd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.dist.Distribution.Result;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every program says it when its output cannot be written, and nothing if nobody reads it any more. */
class OutputIT {
    static List<String> commands() {
        return List.of("wizd --help", "wizd config", "wiz --help", "load --help", "installdb --help", "sync --help");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void endsInSilenceIfNobodyReads(String command) {
        // The pipe has no reader left once a write to it has failed.
        Result result = Distribution.shell(
                "{ trap '' PIPE; while echo; do :; done 2>/dev/null; " + program(command) + "; echo $? >&2; } | true");
        assertThat(result.err()).isEqualTo("141\n");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void tellsOfADeviceThatIsFull(String command) {
        Result result = Distribution.shell(program(command) + " >/dev/full");
        assertThat(result.status()).isEqualTo(74);
        assertThat(result.err())
                .isEqualTo(command.replaceFirst(" .*", "")
                        + ": standard output cannot be written: No space left on device\n");
    }

    private static String program(String command) {
        return Distribution.HOME.resolve("bin") + "/" + command;
    }
}
