package io.wizd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A data directory after its first start, which a JVM of tests makes once: half of what a start costs is the first one. */
final class SetUpData {
    private static final Path MADE = make();

    private SetUpData() {}

    /** Makes the directory what one is after a first start with the usual configuration and its end; it must not exist or be empty. */
    static void copyTo(Path data) {
        assertThat(Distribution.shell("mkdir -p '" + data + "' && cp -a '" + MADE + "/.' '" + data + "'")
                        .status())
                .isZero();
    }

    private static Path make() {
        try {
            Path made = Files.createTempDirectory("wizd-set-up");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> Distribution.shell("rm -rf '" + made + "'")));
            try (RunningWizd wizd = RunningWizd.on(made)) {
                wizd.terminate();
                wizd.waitForEnd();
            }
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
