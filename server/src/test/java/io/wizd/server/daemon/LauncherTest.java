package io.wizd.server.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wizd.server.setup.StartException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process that ends before it serves. */
class LauncherTest {
    @TempDir
    Path data;

    @ParameterizedTest
    @CsvSource({
        "Could not reserve enough space, 1, 69, the JVM did not start: Could not reserve enough space",
        "wizd: the port is taken, 73, 73, the port is taken"
    })
    void itsWordsAndItsStatusAreTold(String words, int ended, int status, String told) {
        Launcher launcher =
                new Launcher(new DataFolder(data), List.of("sh", "-c", "echo '" + words + "'; exit " + ended));

        assertThatThrownBy(launcher::start)
                .isInstanceOfSatisfying(
                        StartException.class, e -> assertThat(e.exitStatus()).isEqualTo(status))
                .hasMessage(told);
    }
}
