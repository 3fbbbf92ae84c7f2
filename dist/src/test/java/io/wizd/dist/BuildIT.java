package io.wizd.dist;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.testing.Eventually;
import io.wizd.dist.Distribution.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts in a checkout that is not built, whose Maven is a script that takes as long as the test wants. */
@Timeout(300)
class BuildIT {
    private static final String ESCAPE = "\u001b";

    @TempDir
    Path checkout;

    @BeforeEach
    void makeCheckout() throws IOException {
        Files.createFile(checkout.resolve("pom.xml"));
        Files.createDirectories(checkout.resolve("conf"));
        assertThat(Distribution.shell("cp -r " + Distribution.SOURCES.resolve("bin") + " " + checkout)
                        .status())
                .isZero();
    }

    @Test
    void saysHowFarItIsToWhoeverWaitsForIt() throws IOException {
        maven("""
                echo '\033[1m[INFO] Downloading from somewhere: https://host/some-library-1.jar'
                echo '[INFO] Downloaded from somewhere: https://host/some-library-1.jar (1 kB at 1 kB/s)'
                echo '[INFO] Building wizd protocol 0.1.0-SNAPSHOT                           [2/8]'
                until [ -e go-on ]; do sleep 0.1; done
                """ + MAKES_IT);
        Process first = start("first");
        Eventually.await(
                "the build is told",
                () -> read("first").contains("wiz: building wizd protocol, 2 of 8, ")
                        && read("first").contains(" s, 1 file downloaded\n"));
        Process second = start("second");
        Eventually.await(
                "the wait is told",
                () -> read("second").contains("wiz: waiting for another build: wizd protocol, 2 of 8, "));
        Files.createFile(checkout.resolve("go-on"));
        assertThat(List.of(
                        first.onExit().join().exitValue(),
                        second.onExit().join().exitValue()))
                .containsOnly(0);
        assertThat(read("first"))
                .startsWith("wiz: building wizd, which takes about three minutes")
                .contains("\nwiz: built in ")
                .doesNotContain(ESCAPE, "\r", "[INFO]");
        assertThat(read("second")).doesNotContain(ESCAPE, "\r", "built");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void isOneLineOnATerminal() throws IOException {
        maven(MAKES_IT + "echo '[INFO] Building wizd server 0.1.0-SNAPSHOT  [5/8]'\nsleep 2\n");
        Result result = run("script", "-qec", checkout.resolve("bin/wiz") + " --version", "/dev/null");
        assertThat(result.status()).as("%s", result).isZero();
        assertThat(result.out()).containsPattern("\rwiz: building wizd server, 5 of 8, \\d+ s" + ESCAPE + "\\[K");
    }

    @Test
    void aConfigurationIsNoReasonToBuild() throws IOException {
        maven(MAKES_IT);
        assertThat(run(checkout.resolve("bin/wiz").toString(), "--version").status())
                .isZero();
        Files.createFile(checkout.resolve("conf/wizd.conf"));
        assertThat(run(checkout.resolve("bin/wiz").toString(), "--version").err())
                .isEmpty();
        assertThat(builds()).isEqualTo(1);
        Files.createDirectories(checkout.resolve("server/src/main"));
        assertThat(run(checkout.resolve("bin/wiz").toString(), "--version").status())
                .isZero();
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void aFailureSaysWhatMavenSays() throws IOException {
        maven("echo '[INFO] much'\necho '[ERROR] no such symbol'\nexit 1\n");
        Result result = run(checkout.resolve("bin/wiz").toString(), "--version");
        assertThat(result.status()).isEqualTo(70);
        assertThat(result.err())
                .contains("\n  no such symbol\nwiz: the build failed; " + checkout + "/target/build.log has all")
                .doesNotContain("much");
    }

    @Test
    void theHelpOfTheChecksBuildsNothing() throws IOException {
        maven("");
        for (List<String> arguments : List.of(List.of("--help"), List.of("slow", "-h"), List.of("fuzz", "--help"))) {
            Result result = run(checkout.resolve("bin/check").toString(), arguments.toArray(String[]::new));
            assertThat(result.out()).startsWith("Usage: bin/check");
            assertThat(result.status()).isZero();
        }
        assertThat(builds()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wizd", "wiz", "load", "installdb", "sync", "bench"})
    void helpBeforeTheFirstBuildIsShortAndNamesTheSameCommands(String program) throws IOException {
        maven("");
        Result unbuilt = run(checkout.resolve("bin/" + program).toString(), "--help");
        assertThat(unbuilt.status()).isZero();
        assertThat(unbuilt.out()).startsWith("Usage: bin/" + program).endsWith(": see README.md.\n");
        assertThat(run(checkout.resolve("bin/" + program).toString(), "help").out())
                .isEqualTo(unbuilt.out());
        if (!commands(unbuilt.out()).isEmpty()) {
            Result misspelt = run(checkout.resolve("bin/" + program).toString(), "frob", "--json");
            assertThat(misspelt.err())
                    .isEqualTo(program + ": there is no command frob, only "
                            + String.join(", ", commands(unbuilt.out())) + "; see bin/" + program + " --help\n");
            assertThat(misspelt.status()).isEqualTo(64);
        }
        if (!List.of("sync", "bench").contains(program)) { // they need no arguments
            Result bare = run(checkout.resolve("bin/" + program).toString());
            assertThat(bare.status()).isEqualTo(64);
            assertThat(bare.err())
                    .startsWith(program + (commands(unbuilt.out()).isEmpty() ? ": arguments are" : ": a command is")
                            + " needed")
                    .endsWith("; see bin/" + program + " --help\n");
        }
        assertThat(builds()).isZero();
        if (!program.equals("bench")) { // no distribution has it
            Result built = run(Distribution.HOME.resolve("bin/" + program).toString(), "--help");
            assertThat(built.out()).startsWith("Usage: bin/" + program + " ");
            assertThat(commands(unbuilt.out())).isEqualTo(commands(built.out()));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            wizd --bogus run     | wizd: there is no option --bogus; see bin/wizd --help
            wiz --sever=a ping   | wiz: there is no option --sever; see bin/wiz --help
            wizd db              | wizd: a command is needed: status, check; see bin/wizd db --help
            wizd db frob         | wizd: there is no command frob, only status, check; see bin/wizd db --help
            wiz members          | wiz: a command is needed: import, export; see bin/wiz members --help
            wiz members --bogus  | wiz: there is no option --bogus; see bin/wiz members --help
            sync bogus           | sync: one argument too many: bogus; see bin/sync --help
            sync -x              | sync: there is no option -x; see bin/sync --help
            installdb bogus      | installdb: one argument too many: bogus; see bin/installdb --help
            """)
    void wrongUseBeforeTheFirstBuildBuildsNothing(String commandLine, String told) throws IOException {
        maven("");
        Result unbuilt = run("sh", "-c", checkout + "/bin/" + commandLine);
        assertThat(unbuilt.err()).isEqualTo(told + "\n");
        assertThat(unbuilt.status()).isEqualTo(64);
        assertThat(builds()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wizd check --config nowhere.conf",
                "wizd run --port 1 --config=nowhere.conf",
                "sync --config nowhere.conf"
            })
    void aConfigurationFileThatDoesNotExistIsToldBeforeTheFirstBuild(String commandLine) throws IOException {
        maven("");
        Result unbuilt = run("sh", "-c", "cd " + checkout + " && bin/" + commandLine);
        Result built = run("sh", "-c", "cd " + checkout + " && " + Distribution.HOME + "/bin/" + commandLine);
        assertThat(unbuilt).isEqualTo(built);
        assertThat(builds()).isZero();
    }

    /** What is not in it is refused before the first build. */
    @ParameterizedTest
    @ValueSource(strings = {"wizd", "wizd db", "wizd user", "wiz", "wiz members", "sync"})
    void theShortHelpNamesWhatThereIs(String commandLine) throws IOException {
        maven("");
        Result unbuilt = run("sh", "-c", checkout + "/bin/" + commandLine + " --help");
        Result built = run("sh", "-c", Distribution.HOME + "/bin/" + commandLine + " --help");
        assertThat(commands(unbuilt.out())).isEqualTo(commands(built.out()));
        assertThat(unbuilt.out().lines().findFirst().orElseThrow().split("[^-\\w]+"))
                .containsAll(options(built.out()));
    }

    private static List<String> options(String help) {
        return help.lines()
                .takeWhile(line -> line.startsWith("Usage: ") || line.startsWith("   "))
                .flatMap(line -> Pattern.compile("--[-a-z]+").matcher(line).results())
                .map(MatchResult::group)
                .filter(option -> !List.of("--help", "--version").contains(option))
                .distinct()
                .toList();
    }

    @Test
    void beforeTheFirstBuildNoServerRuns() throws IOException {
        maven(MAKES_IT);
        String wizd = checkout.resolve("bin/wizd").toString();
        for (List<String> where : List.of(List.<String>of(), List.of("--data", checkout + "/elsewhere"))) {
            Result status = run(wizd, with("status", where));
            Result stop = run(wizd, with("stop", where));
            assertThat(status.status()).as("%s", status).isEqualTo(3);
            assertThat(status.err() + stop.err()).isEmpty();
            assertThat(builds()).isZero();

            // A lock, and a configuration, may say otherwise.
            Path data = checkout.resolve(where.isEmpty() ? "data" : "elsewhere");
            Files.createFile(Files.createDirectories(data).resolve("wizd.lock"));
            assertThat(run(wizd, with("status", where))).as("built").satisfies(built -> {
                assertThat(built.out()).isEqualTo(status.out());
                assertThat(built.status()).isEqualTo(status.status());
            });
            assertThat(run(wizd, with("stop", where)).out()).isEqualTo(stop.out());
            assertThat(builds()).isEqualTo(1);
            forgetTheBuild();
        }
        Files.writeString(checkout.resolve("conf/wizd.conf"), "wizd.data = /nowhere\n");
        Files.delete(checkout.resolve("data/wizd.lock"));
        assertThat(run(wizd, "status").out()).isEqualTo("wizd is down (data: /nowhere)\n");
        assertThat(builds()).isEqualTo(1);
    }

    private static String[] with(String command, List<String> options) {
        return Stream.concat(Stream.of(command), options.stream()).toArray(String[]::new);
    }

    private void forgetTheBuild() throws IOException {
        assertThat(Distribution.shell("rm -r " + checkout.resolve("dist")).status())
                .isZero();
        Files.delete(checkout.resolve("maven/builds"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wizd", "wiz"})
    void theVersionNeedsNoBuild(String program) throws IOException {
        maven("");
        Files.copy(Distribution.SOURCES.resolve("pom.xml"), checkout.resolve("pom.xml"), REPLACE_EXISTING);
        for (String option : List.of("--version", "-V")) {
            Result unbuilt = run(checkout.resolve("bin/" + program).toString(), option);
            assertThat(unbuilt)
                    .isEqualTo(run(Distribution.HOME.resolve("bin/" + program).toString(), option));
        }
        assertThat(builds()).isZero();
    }

    private static List<String> commands(String help) {
        return help.lines()
                .dropWhile(line -> !line.equals("Commands:"))
                .skip(1)
                .takeWhile(line -> line.startsWith("  "))
                .filter(line -> line.matches("  \\w.*"))
                .map(line -> line.strip().split(" ", -1)[0])
                .filter(command -> !command.equals("help"))
                .toList();
    }

    private static final String MAKES_IT = "mkdir -p dist/target/wizd\nln -sfn " + Distribution.HOME.resolve("lib")
            + " dist/target/wizd/lib\n" + "touch dist/target/wizd-1.tar.gz\n";

    private void maven(String script) throws IOException {
        Path maven = Files.createDirectories(checkout.resolve("maven")).resolve("mvn");
        Files.writeString(maven, "#!/bin/sh\ncd " + checkout + "\necho >>maven/builds\n" + script);
        assertThat(maven.toFile().setExecutable(true)).isTrue();
    }

    private int builds() throws IOException {
        Path builds = checkout.resolve("maven/builds");
        return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
    }

    private Process start(String err) throws IOException {
        return Distribution.builder(List.of(checkout.resolve("bin/wiz").toString(), "--version"), withOurMaven())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(checkout.resolve(err).toFile())
                .start();
    }

    private Result run(String program, String... arguments) {
        return Distribution.run(
                Stream.concat(Stream.of(program), List.of(arguments).stream()).toList(), withOurMaven());
    }

    private Map<String, String> withOurMaven() {
        return Map.of("PATH", checkout.resolve("maven") + ":" + System.getenv("PATH"));
    }

    private String read(String file) {
        try {
            return Files.readString(checkout.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
