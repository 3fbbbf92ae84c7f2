package io.wizd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.dist.Distribution.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code bin/class-archive} made: JVMs take their classes from it, and where that cannot be, nobody hears of it. */
class ClassArchiveIT {
    private static final List<String> FIB = List.of("bin/wiz", "--server", "127.0.0.1:1", "fib", "3");
    private static final Result NO_SERVER =
            new Result(69, "", "wiz: no wizd at 127.0.0.1:1: start it with bin/wizd run\n");

    /** More than what the archive begins with: what it was made for. */
    private static final int A_PART_BYTES = 1_000_000;

    /** Where a jar has the time of its first entry, to two seconds. */
    private static final int JAR_ENTRY_TIME = 10;

    @TempDir
    Path folder;

    @Test
    void theBuildHasMadeOneForTheServerAndItsTools() {
        assertThat(run(Distribution.HOME, FIB, "-Xlog:class+load").out())
                .contains("io.wizd.client.Client source: shared objects file");
        assertThat(run(Distribution.HOME, List.of("bin/wizd", "run", "--port", "x"), "-Xlog:class+load")
                        .out())
                .contains("io.wizd.server.config.Settings source: shared objects file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:-UseCompressedOops", "-XX:-UseSerialGC -XX:+UseG1GC", "-Xshare:off", "-Xmx1g"})
    void otherOptionsOfTheJvmAreNoObstacle(String options) {
        assertThat(run(Distribution.HOME, FIB, options)).isEqualTo(NO_SERVER);
    }

    @Test
    void oneThatIsBrokenDoesNoHarm() throws IOException {
        Path archive = archive(installation());
        byte[] part;
        try (InputStream in = Files.newInputStream(archive)) {
            part = in.readNBytes(A_PART_BYTES);
        }
        byte[] noise = new byte[A_PART_BYTES];
        new Random(1).nextBytes(noise);
        for (byte[] broken : List.of(part, noise, Arrays.copyOf(part, 100), new byte[0])) {
            Files.write(archive, broken);
            assertThat(run(folder, FIB, "")).isEqualTo(NO_SERVER);
        }
    }

    /** The JVM would take it: it compares name, size and time, and those of a jar of ours say nothing. */
    @Test
    void oneOfOtherJarsIsNotTaken() throws IOException {
        Path lib = installation();
        String option = "-XX:SharedArchiveFile=" + archive(lib);
        assertThat(run(folder, FIB, "-XX:+PrintCommandLineFlags").out()).contains(option);

        Path jar = files(lib, "wizd-client-*.jar").getFirst();
        FileTime time = Files.getLastModifiedTime(jar);
        try (FileChannel channel = FileChannel.open(jar, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1, 1}), JAR_ENTRY_TIME);
        }
        Files.setLastModifiedTime(jar, time);
        assertThat(run(folder, FIB, "-XX:+PrintCommandLineFlags").out())
                .contains("-XX:+PrintCommandLineFlags")
                .doesNotContain("SharedArchiveFile");
    }

    /** One that a test may change, without the database's programs, which are large; its {@code lib/}. */
    private Path installation() {
        assertThat(Distribution.shell("cd " + Distribution.HOME + " && cp -r bin " + folder + " && mkdir " + folder
                                + "/lib && find lib -type f ! -name 'mariaDB*' -exec cp -t " + folder + "/lib {} +")
                        .status())
                .isZero();
        return folder.resolve("lib");
    }

    private static Path archive(Path lib) throws IOException {
        assertThat(files(lib, "*.jsa")).hasSize(1);
        return files(lib, "*.jsa").getFirst();
    }

    private static List<Path> files(Path lib, String pattern) throws IOException {
        try (Stream<Path> files = Files.list(lib)) {
            return files.filter(file -> lib.getFileSystem()
                            .getPathMatcher("glob:" + pattern)
                            .matches(file.getFileName()))
                    .toList();
        }
    }

    private static Result run(Path home, List<String> command, String options) {
        List<String> whole = Stream.concat(
                        Stream.of(home.resolve(command.getFirst()).toString()),
                        command.stream().skip(1))
                .toList();
        return Distribution.run(whole, Map.of("WIZD_JAVA_OPTS", options));
    }
}
