package io.wizd.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of its own in a folder, in memory; only root can mount one, others skip the test and see why. */
final class SmallDisk implements AutoCloseable {

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    static SmallDisk mount(Path folder, String options) throws IOException {
        Files.createDirectories(folder);
        assumeTrue(
                FileFaults.currentUser().equals("root")
                        && run("mount", "-t", "tmpfs", "-o", options, "wizd-test", folder.toString()) == 0,
                "mounting a small disk needs root");
        return new SmallDisk(folder);
    }

    Path folder() {
        return folder;
    }

    void remount(String options) throws IOException {
        assertThat(run("mount", "-o", "remount," + options, folder.toString())).isZero();
    }

    @Override
    public void close() throws IOException {
        assertThat(run("umount", "--lazy", folder.toString())).isZero();
    }

    private static int run(String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .start()
                .onExit()
                .join()
                .exitValue();
    }
}
