package io.wizd.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ServerBinariesTest {

    @TempDir
    Path folder;

    private Path cache = Path.of("unset");
    private Path fallback = Path.of("unset");

    @BeforeEach
    void folders() {
        cache = folder.resolve("cache");
        fallback = folder.resolve("data");
    }

    @Test
    void unpackedServerRuns() throws Exception {
        ServerBinaries binaries = unpack();

        Process version = new ProcessBuilder(binaries.server().toString(), "--no-defaults", "--version").start();
        assertThat(version.inputReader().readLine()).contains(binaries.version());
        assertThat(version.waitFor()).isZero();
    }

    @Test
    void secondTimeNothingIsWritten() throws Exception {
        Path server = unpack().server();
        Object before = Files.getAttribute(server, "unix:ino");

        assertThat(unpack().server()).isEqualTo(server);
        assertThat(Files.getAttribute(server, "unix:ino")).isEqualTo(before);
    }

    @Test
    void whatIsIncompleteIsMadeAnew() throws Exception {
        ServerBinaries first = unpack();
        long size = Files.size(first.server());

        Files.writeString(first.server(), "cut");
        assertThat(Files.size(unpack().server())).isEqualTo(size);

        Files.delete(first.share().resolve("english/errmsg.sys"));
        assertThat(unpack().share().resolve("english/errmsg.sys")).exists();

        Files.delete(first.folder().resolve("unpacked-files"));
        assertThat(Files.size(unpack().server())).isEqualTo(size);
    }

    @Test
    void whatAKilledUnpackingLeftIsNoObstacle() throws Exception {
        Path part = unpack().folder();
        Files.move(part, part.resolveSibling(part.getFileName() + ".part"));

        assertThat(unpack().server()).isExecutable();
        assertThat(cache).isDirectoryNotContaining("regex:.*[.]part");
    }

    @Test
    void placeThatCannotBeWrittenIsPassedOver() throws Exception {
        Files.createFile(cache);

        assertThat(unpack().folder()).startsWith(fallback);
    }

    @Test
    void fullCacheDiskIsPassedOverAndLeftClean() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(cache, "size=8m")) {
            assertThat(unpack().folder()).startsWith(fallback);
            assertThat(disk.folder()).isDirectoryNotContaining("regex:.*[.]part");
        }
    }

    @Test
    void noPlaceAtAllNamesEachWithItsReason() throws Exception {
        Files.createFile(cache);
        Files.createFile(fallback);

        assertThatThrownBy(this::unpack)
                .isInstanceOf(DatabaseStartException.class)
                .hasMessageMatching("cannot unpack the MariaDB server, which needs 40 MB, in " + cache + " \\(.*\\) or "
                        + fallback + " \\(.*\\); set XDG_CACHE_HOME to a folder that can be written");
    }

    @Test
    void twoProcessesAtOnceShareOneFolder() throws Exception {
        Map<String, String> environment = Map.of("XDG_CACHE_HOME", cache.toString());
        try (ChildJvm first = ChildJvm.run(UnpackBinaries.class, environment, fallback);
                ChildJvm second = ChildJvm.run(UnpackBinaries.class, environment, fallback)) {
            String folder = first.line();

            assertThat(second.line())
                    .isEqualTo(folder)
                    .startsWith(cache.resolve("wizd/mariadb-").toString());
        }
    }

    @Test
    void withoutAHomeTheDataDirectoryHolds() throws Exception {
        Map<String, String> environment = Map.of("XDG_CACHE_HOME", "relative/is/no/place", "HOME", "/proc/nobody");
        try (ChildJvm child = ChildJvm.run(UnpackBinaries.class, environment, fallback)) {
            assertThat(child.line()).startsWith(fallback.toString());
        }
    }

    private ServerBinaries unpack() {
        return ServerBinaries.unpackedAt(List.of(cache, fallback));
    }
}
