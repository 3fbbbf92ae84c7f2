package io.wizd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A data directory after its first start, which the JVMs of a build make once: half of what a start costs is the first one. Each
 * holds a shared lock as long as it lives, and the last one deletes the directory.
 */
final class SetUpData {
    private static final Path MADE = sharedOrMade();

    private SetUpData() {}

    /** Makes the directory what one is after a first start with the usual configuration and its end; it must not exist or be empty. */
    static void copyTo(Path data) {
        assertThat(Distribution.shell("mkdir -p '" + data + "' && cp -a '" + MADE + "/.' '" + data + "'")
                        .status())
                .isZero();
    }

    private static Path sharedOrMade() {
        try {
            Path made = Path.of(System.getProperty("java.io.tmpdir"), "wizd-set-up-" + build());
            FileChannel lock = FileChannel.open(
                    Distribution.HOME.resolveSibling("set-up.lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            FileLock shared = lock.lock(0, Long.MAX_VALUE, true);
            while (!Files.exists(made)) {
                shared.release();
                try (FileLock alone = lock.lock()) {
                    assertThat(alone.isShared()).isFalse();
                    if (!Files.exists(made)) {
                        make(made);
                    }
                }
                shared = lock.lock(0, Long.MAX_VALUE, true);
            }
            FileLock ours = shared;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteIfLast(made, lock, ours)));
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another with each build of the distribution. */
    private static String build() throws IOException {
        Path lib = Distribution.HOME.resolve("lib");
        return Integer.toHexString(lib.hashCode()) + "-"
                + Files.getLastModifiedTime(lib).toMillis();
    }

    private static void make(Path made) throws IOException {
        Path being = Path.of(made + ".part");
        delete(being);
        try (RunningWizd wizd = RunningWizd.on(being)) {
            wizd.terminate();
            wizd.waitForEnd();
        }
        Files.move(being, made);
    }

    private static void deleteIfLast(Path made, FileChannel lock, FileLock ours) {
        try {
            ours.release();
            if (lock.tryLock() != null) {
                delete(made);
            }
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        Distribution.shell("rm -rf '" + folder + "'");
    }
}
