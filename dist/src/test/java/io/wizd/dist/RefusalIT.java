package io.wizd.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.wizd.dist.Distribution.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps wizd from starting: one clear line each, a status that says which kind, no stack trace. */
class RefusalIT {
    @TempDir
    Path folder;

    @Test
    void allFaultsOfTheConfigurationAreToldAtOnce() throws IOException {
        Path file = folder.resolve("bad.conf");
        Files.writeString(file, """
                wizd {
                  prot = 9000
                  port = 99999
                  host = 0.0.0.0
                  database { bufferPol = 1 GiB, connectionsPerNode = many }
                  messageTimeout = 1 parsec
                }
                """);
        Result result = Distribution.run(
                List.of(Distribution.WIZD, "run", "--config", file.toString(), "--data", folder + "/data"),
                Map.of("WIZD_MAX_IN_FLIGHT", "-1"));
        assertThat(result.status()).isEqualTo(78);
        assertThat(result.err().lines()).hasSize(7).allMatch(line -> line.startsWith("wizd: "));
        assertThat(result.err())
                .contains("wizd: " + file + ":2: wizd.prot is unknown; did you mean wizd.port?")
                .contains("wizd: " + file + ":3: wizd.port = 99999: must be a whole number from 0 to 65535")
                .contains("wizd: " + file + ":4: wizd.host = 0.0.0.0: ")
                .contains("wizd.access.insecure = true")
                .contains("wizd: " + file + ":5: wizd.database.bufferPol is unknown; did you mean"
                        + " wizd.database.bufferPool?")
                .contains("wizd: " + file + ":5: wizd.database.connectionsPerNode = many: ")
                .contains("wizd: " + file + ":6: wizd.messageTimeout = 1 parsec: ")
                .contains("wizd: WIZD_MAX_IN_FLIGHT: wizd.maxInFlight = -1: ");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void wrongUseIsAnsweredWithAHint() {
        assertThat(Distribution.wizd().status()).isEqualTo(64);
        Result unknown = Distribution.wizd("strat");
        assertThat(unknown.status()).isEqualTo(64);
        assertThat(unknown.err()).contains("strat").contains("bin/wizd --help").hasLineCount(1);
        assertThat(Distribution.wizd("run", "--prot", "1").status()).isEqualTo(64);
        assertThat(Distribution.wizd("--help").out())
                .contains("run", "start", "stop", "restart", "status", "check", "config", "db");
        assertThat(Distribution.wizd("help").status()).isZero();
    }

    @Test
    void installdbDoesNotAskForAPasswordWhereNobodyCanAnswer() {
        String installdb =
                Path.of(Distribution.WIZD).resolveSibling("installdb").toString();
        Result result =
                Distribution.run(List.of(installdb, "--url", "jdbc:mysql://127.0.0.1:1/", "--user", "root"), Map.of());
        assertThat(result.status()).isEqualTo(64);
        assertThat(result.err())
                .isEqualTo("installdb: no terminal to ask for the password of root: set WIZD_DB_PASSWORD or use"
                        + " --password-file\n");
    }

    @ParameterizedTest
    @CsvSource({
        "-Xmx1x, Invalid maximum heap size: -Xmx1x",
        "-Xmx10m -Xms20m, Initial heap size set to a larger value than the maximum heap size",
        "-Xms30g, Initial heap size set to a larger value than the maximum heap size; give -Xmx too",
        "Xmx1g, an option begins with -",
        "-XX:+NoSuchOption, Unrecognized VM option 'NoSuchOption'"
    })
    void optionsThatTheJvmRefusesAreConfiguration(String options, String why) {
        for (String command : List.of("run", "start", "status")) {
            Result result = Distribution.run(
                    List.of(Distribution.WIZD, command, "--data", folder + "/data"), Map.of("WIZD_JAVA_OPTS", options));
            assertThat(result.status()).as("%s", result).isEqualTo(78);
            assertThat(result.err())
                    .isEqualTo("wizd: the JVM does not start with WIZD_JAVA_OPTS=" + options + ": " + why + "\n");
        }
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xmx8m", "-Xmx16m", "-Xms4m -Xmx255m", "-XX:MaxHeapSize=8m"})
    void tooSmallAHeapIsToldWithTheSmallestThatWorks(String options) {
        for (String command : List.of("run", "check", "start")) {
            Result result = Distribution.run(
                    List.of(Distribution.WIZD, command, "--port", "0", "--data", folder + "/data"),
                    Map.of("WIZD_JAVA_OPTS", options));
            assertThat(result.status()).as("%s", result).isEqualTo(78);
            assertThat(result.err())
                    .startsWith("wizd: the heap of WIZD_JAVA_OPTS=" + options
                            + " is too small: with less, a few values of 16 MiB")
                    .endsWith("; take -Xmx256m or more\n")
                    .hasLineCount(1);
        }
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void aHeapBeyondTheMemoryIsAWarning() {
        Map<String, String> huge = Map.of("WIZD_JAVA_OPTS", "-Xmx900g");
        Result check =
                Distribution.run(List.of(Distribution.WIZD, "check", "--port", "0", "--data", folder + "/data"), huge);
        assertThat(check.status()).as("%s", check).isZero();
        assertThat(check.err())
                .containsOnlyOnce(
                        "wizd: the heap of WIZD_JAVA_OPTS=-Xmx900g may grow beyond the memory of this machine");
        Result config = Distribution.run(List.of(Distribution.WIZD, "config"), huge);
        assertThat(config.status()).as("%s", config).isZero();
        assertThat(config.err()).isEmpty();
    }

    @Test
    void otherProgramsTakeLess() {
        Result refused = Distribution.run(List.of(Distribution.WIZD, "config"), Map.of("WIZD_JAVA_OPTS", "-Xmx8m"));
        assertThat(refused.status()).as("%s", refused).isEqualTo(78);
        assertThat(refused.err())
                .isEqualTo("wizd: the heap of WIZD_JAVA_OPTS=-Xmx8m is too small: this program needs 16 MiB;"
                        + " take -Xmx16m or more\n");
        Result config = Distribution.run(List.of(Distribution.WIZD, "config"), Map.of("WIZD_JAVA_OPTS", "-Xmx16m"));
        assertThat(config.status()).as("%s", config).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wizd run --port 0", "wizd check", "wiz types"})
    void tooLittleMemoryForTheJvmIsTold(String program) {
        Result result =
                Distribution.shell("unset WIZD_JAVA_OPTS; ulimit -v 500000; " + Distribution.HOME + "/bin/" + program);
        assertThat(result.status()).as("%s", result).isEqualTo(71);
        assertThat(result.err())
                .startsWith(program.split(" ", 2)[0] + ": the JVM gets too little memory: ")
                .contains("; raise what bounds it (ulimit -v, ")
                .hasLineCount(1);
    }

    @Test
    void withoutAJdk25ItSaysWhatToInstall() throws IOException {
        Path old = Files.createDirectories(folder.resolve("jdk-17/bin"));
        Files.writeString(folder.resolve("jdk-17/release"), "JAVA_VERSION=\"17.0.15\"\n");
        assertThat(Files.createFile(old.resolve("java")).toFile().setExecutable(true))
                .isTrue();
        Result result = Distribution.run(
                List.of(Distribution.WIZD, "run"),
                Map.of("WIZD_JAVA_HOME", folder.resolve("jdk-17").toString()));
        assertThat(result.status()).isEqualTo(69);
        assertThat(result.err())
                .startsWith("wizd: WIZD_JAVA_HOME=" + folder.resolve("jdk-17") + " is not a JDK 25")
                .hasLineCount(1);
    }

    @Test
    void whereThereIsNoJdk25AtAllItSaysSo() {
        assumeThat(isRoot()).as("only root can hide the JDKs of the machine").isTrue();
        Result result = Distribution.run(
                List.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "for d in /usr/lib/jvm /opt; do [ ! -d $d ] || mount -t tmpfs none $d; done;"
                                + " unset JAVA_HOME; PATH=/usr/bin:/bin exec " + Distribution.WIZD + " status"),
                Map.of());
        assumeThat(result.err())
                .as("this container may not mount")
                .doesNotContain("unshare")
                .doesNotContain("mount:");
        assertThat(result.status()).isEqualTo(69);
        assertThat(result.err())
                .startsWith("wizd: no JDK 25 found; install one")
                .hasLineCount(1);
    }

    @Test
    void aDataDirectoryThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Result result = Distribution.wizd("run", "--port", "0", "--data", file.toString());
        assertThat(result.status()).isEqualTo(73);
        assertThat(result.err()).contains(file.toString()).contains("is a file").hasLineCount(1);
        Result below = Distribution.wizd("start", "--port", "0", "--data", file + "/data");
        assertThat(below.status()).isEqualTo(73);
        assertThat(below.err()).contains(file + "/data").hasLineCount(1);
    }

    @Test
    void aPortThatIsTakenLeavesNoNewDataDirectory() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path data = folder.resolve("new");
            Result result =
                    Distribution.wizd("run", "--port", String.valueOf(other.getLocalPort()), "--data", data.toString());
            assertThat(result.status()).isEqualTo(73);
            assertThat(result.err())
                    .startsWith("wizd: cannot listen on 127.0.0.1:")
                    .hasLineCount(1);
            assertThat(data).doesNotExist();
        }
    }

    @Test
    void aDataDirectoryOfAnotherUserIsLeftAsItIs() throws IOException {
        assumeThat(isRoot()).as("only root can make a folder of somebody else").isTrue();
        Path data = Files.createDirectories(folder.resolve("data"));
        Distribution.shell("chown nobody " + data);
        Result result = Distribution.wizd("start", "--port", "0", "--data", data.toString());
        assertThat(result.status()).isEqualTo(77);
        assertThat(result.err()).contains("belongs to nobody and this is root").hasLineCount(1);
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void aFullDiskIsSaid() throws IOException {
        assumeThat(isRoot()).as("only root can make a small disk").isTrue();
        Path disk = Files.createDirectories(folder.resolve("disk"));
        Result mount = Distribution.shell("mount -t tmpfs -o size=4m none " + disk);
        assumeThat(mount.status()).as("this container may not mount").isZero();
        try {
            for (String command : List.of("run", "start")) {
                Result result = Distribution.wizd(command, "--port", "0", "--data", disk + "/data");
                assertThat(result.status()).as("%s", result).isIn(73, 74);
                assertThat(result.err())
                        .startsWith("wizd: ")
                        .containsAnyOf("disk", "space left", "free")
                        .hasLineCount(1);
            }
        } finally {
            Distribution.shell("umount " + disk);
        }
    }

    @Test
    void theEffectiveConfigurationShowsOriginsAndNoPasswords() throws IOException {
        Path file = folder.resolve("my.conf");
        Files.writeString(file, """
                wizd {
                  database { mode = external, main.url = "jdbc:mysql://h/m", partitions = [{ name = p, url = "jdbc:mysql://h/p" }] }
                  maxInFlight = 77
                  database { owner.user = o, app { user = u, password = geheim } }
                }
                """);
        Result result = Distribution.run(
                List.of(Distribution.WIZD, "config", "--config", file.toString(), "--port", "0"),
                Map.of("WIZD_DATA", "below/here", "WIZD_PROFILE", "production"));
        assertThat(result.status()).as("%s", result).isZero();
        assertThat(result.out())
                .containsPattern("wizd.maxInFlight = 77 +# " + file + ":3\n")
                .containsPattern("wizd.port = \"?0\"? +# --port\n")
                .containsPattern("wizd.data = /below/here +# WIZD_DATA\n")
                .containsPattern("wizd.fixtures = false +# production.conf:\\d+\n")
                .containsPattern("wizd.stopTimeout = .* +# reference.conf:\\d+\n")
                .contains("wizd.database.app.password = \"***\"")
                .doesNotContain("geheim");
    }

    private static boolean isRoot() {
        return Distribution.shell("id -u").out().equals("0\n");
    }
}
