package io.wizd.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What can stand in the way of a start; each gives one line that says what and what to do. */
@Timeout(180)
class StartFaultsTest {

    private static final long POOL_BYTES = 32L << 20;

    @TempDir
    Path folder;

    private Path data = Path.of("unset");

    @BeforeEach
    void inAFolder() {
        data = folder.resolve("data");
    }

    @Test
    void fileInThePlaceOfTheFolder() throws Exception {
        Files.createFile(data);

        assertStartFails(73).hasMessage("data directory " + data + " is a file; choose another directory");
    }

    @Test
    void parentIsAFile() throws Exception {
        Files.createFile(data);
        Path below = data.resolve("below");

        assertThatThrownBy(() -> EmbeddedDatabase.start(below, List.of("wizd_main"), POOL_BYTES))
                .hasMessageStartingWith("cannot make the data directory " + below + ": ");
    }

    @Test
    void folderThatNobodyCanMake() {
        data = Path.of("/proc/wizd-data");

        assertStartFails(73).hasMessage("cannot make the data directory /proc/wizd-data: no such file or folder");
    }

    @Test
    void readOnlyFolder() throws Exception {
        Files.createDirectory(data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        assumeTrue(!Files.isWritable(data), "root may write everywhere; readOnlyDisk() covers it");

        assertStartFails(73).hasMessage("cannot write in the data directory " + data + ": permission denied");
    }

    @Test
    void readOnlyDisk() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(data, "size=1m")) {
            disk.remount("ro");

            assertStartFails(73).hasMessage("cannot write in the data directory " + data + ": read-only file system");
        }
    }

    @Test
    void diskTooSmallForTheFirstStart() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(data, "size=100m")) {
            assertStartFails(73)
                    .hasMessage("the disk of " + data + " is full: 99 MiB are free and the database needs 176 MiB");
            assertThat(data.resolve("mariadb")).doesNotExist();

            disk.remount("size=400m");
            start().close();
        }
    }

    @Test
    void diskThatFilledUpSinceTheLastStart() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(data, "size=400m")) {
            start().close();
            fill(disk.folder().resolve("filler"));

            assertStartFails(73).hasMessageContaining("the disk of " + data + " is full: ");

            Files.delete(data.resolve("filler"));
            start().close();
        }
    }

    @Test
    void folderOfSomebodyElse() throws Exception {
        Files.createDirectory(data);
        assumeTrue(FileFaults.currentUser().equals("root"), "only root can give a folder away");
        Files.setOwner(
                data, data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));

        assertStartFails(73)
                .hasMessage("data directory " + data + " belongs to nobody and this is root; start wizd as nobody or"
                        + " choose another directory");
    }

    @Test
    void databaseOfANewerMariaDb() throws Exception {
        start().close();
        Files.writeString(data.resolve("mariadb/wizd-mariadb-version"), "11.10.1\n");

        assertStartFails(69)
                .hasMessageMatching("data directory .* is of MariaDB 11[.]10[.]1, newer than the [0-9.]+ of this wizd;"
                        + " start the wizd that last used it");

        Files.writeString(data.resolve("mariadb/wizd-mariadb-version"), "11.4.1\n");
        start().close();
        assertThat(data.resolve("mariadb/wizd-mariadb-version")).hasContent("11.4.5");
    }

    @Test
    void somebodyElsesDatabase() throws Exception {
        Files.createDirectories(data.resolve("mariadb/mysql"));

        assertStartFails(73).hasMessageContaining("mariadb was not made by wizd; move it away");
    }

    @Test
    void damagedDatabaseSaysWhatMariaDbSays() throws Exception {
        start().close();
        Files.writeString(data.resolve("mariadb/ibdata1"), "no pages at all");

        assertStartFails(74)
                .hasMessageStartingWith("the database in " + data + " did not start (status 1): ")
                .hasMessageContaining("InnoDB");
        assertThat(data.resolve("database.properties")).doesNotExist();
        assertThat(data.resolve("accounts.sql")).doesNotExist();
    }

    private AbstractThrowableAssert<?, ?> assertStartFails(int exitStatus) {
        return assertThatThrownBy(this::start).isInstanceOfSatisfying(DatabaseStartException.class, e -> {
            assertThat(e.exitStatus()).isEqualTo(exitStatus);
            assertThat(e.getMessage()).doesNotContain("\n");
        });
    }

    private EmbeddedDatabase start() {
        return EmbeddedDatabase.start(data, List.of("wizd_main"), POOL_BYTES);
    }

    private static void fill(Path file) throws IOException {
        byte[] mebibyte = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(mebibyte);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }
}
