package io.wizd.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wizd.handlers.members.batch.FileLimits;
import io.wizd.server.BudgetConfig;
import io.wizd.server.DatabaseConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final String EXTERNAL = """
            wizd.database {
              mode = external
              main.url = "jdbc:mysql://db:3306/wizd_main"
              partitions = [
                { name = p1, url = "jdbc:mysql://db:3306/wizd_p1" }
                { name = p2, url = "jdbc:mysql://other:3306/wizd_p2?sslMode=REQUIRED" }
              ]
              owner { user = wizd_owner, password = a }
              app { user = wizd_app, password = b }
            }
            """;

    @TempDir
    Path home;

    @Test
    void theReferenceAloneIsWhatTheDocsSay() {
        Settings settings = read("");
        assertThat(settings.server().host()).isEqualTo("127.0.0.1");
        assertThat(settings.server().port()).isEqualTo(8003);
        assertThat(settings.server().data()).isEqualTo(home.resolve("data"));
        assertThat(settings.server().limits()).isEqualTo(io.wizd.server.connection.ConnectionLimits.defaults());
        assertThat(settings.server().uploads().maxUncompressedBytes()).isEqualTo(FileLimits.DEFAULT.maxDecodedBytes());
        assertThat(settings.server().uploads().maxCompressionRatio()).isEqualTo(FileLimits.DEFAULT.maxRatio());
        assertThat(settings.server().uploads().maxRejectBytes()).isEqualTo(FileLimits.DEFAULT.maxRejectBytes());
        assertThat(settings.server().database().place()).isInstanceOf(DatabaseConfig.Embedded.class);
        assertThat(settings.server().budget()).isEqualTo(BudgetConfig.usual());
        assertThat(settings.plugins()).isEqualTo(home.resolve("plugins"));
        assertThat(settings.fixtures()).isTrue();
        assertThat(settings.log().format()).isEqualTo(LogConfig.Format.HUMAN);
    }

    @Test
    void eachLayerCoversTheOneBelow() {
        String file = "wizd { port = 2, profile = production, data = in/home, stopTimeout = 3 s }";
        Map<String, String> variables = Map.of("WIZD_PORT", "3", "WIZD_PLUGINS", "here", "WIZD_STOP_TIMEOUT", "");
        assertThat(read(file).server().port()).isEqualTo(2);
        assertThat(read(file, variables, Map.of()).server().port()).isEqualTo(3);
        Settings settings = read(file, variables, Map.of("port", "4"));
        assertThat(settings.server().port()).isEqualTo(4);
        assertThat(settings.fixtures()).as("from the profile").isFalse();
        assertThat(settings.server().data()).as("of a file: below home").isEqualTo(home.resolve("in/home"));
        assertThat(settings.plugins())
                .as("of a variable: below the folder one is in")
                .isEqualTo(Path.of("/cwd/here"));
        assertThat(settings.server().stopTimeoutMs())
                .as("an empty variable is none")
                .isEqualTo(3_000);
        assertThat(read("wizd { profile = production, fixtures = true }").fixtures())
                .as("a file covers the profile")
                .isTrue();
    }

    @Test
    void everyKeyHasItsVariableInTheReference() throws IOException {
        String reference = new String(
                java.util.Objects.requireNonNull(getClass().getResourceAsStream("/reference.conf"))
                        .readAllBytes(),
                java.nio.charset.StandardCharsets.UTF_8);
        for (String line : read("").values().lines()) {
            String key = line.substring("wizd.".length(), line.indexOf(' '));
            if (!key.equals("database.partitions")) {
                assertThat(reference).contains(ConfigLayers.variableOf(key));
            }
        }
    }

    @Test
    void externalDatabasesAreReadWithBothAccounts() {
        DatabaseConfig.External external =
                (DatabaseConfig.External) read(EXTERNAL).server().database().place();
        assertThat(external.main().owner().user()).isEqualTo("wizd_owner");
        assertThat(external.main().app().user()).isEqualTo("wizd_app");
        assertThat(external.partitions()).extracting(DatabaseConfig.Node::name).containsExactly("p1", "p2");
        assertThat(external.partitions().getLast().app().url()).endsWith("wizd_p2?sslMode=REQUIRED");
    }

    @Test
    void rowsAreWrittenByTheLoaderOrElseByTheOwner() {
        DatabaseConfig.External without =
                (DatabaseConfig.External) read(EXTERNAL).server().database().place();
        assertThat(without.main().loader()).isEqualTo(without.main().owner());

        String text = EXTERNAL + "wizd.database.loader { user = wizd_loader, password = c }";
        DatabaseConfig.External with =
                (DatabaseConfig.External) read(text).server().database().place();
        assertThat(with.main().loader().user()).isEqualTo("wizd_loader");
        assertThat(with.main().loader().url()).isEqualTo(with.main().app().url());
    }

    @Test
    void inATestEnvironmentLiveDatabasesAreRefused() {
        Map<String, String> test = Map.of("WIZD_ENV", "test");
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> read(EXTERNAL, test, Map.of()))
                .satisfies(e -> assertThat(e.faults())
                        .hasSize(3)
                        .allMatch(fault -> fault.matches("WIZD_ENV: wizd.env = test: the database wizd_(main|p1|p2) is"
                                + " not for tests; their names begin with test_")));
        assertThat(read(EXTERNAL.replace("wizd_main", "test_main").replace("/wizd_p", "/test_p"), test, Map.of())
                        .server()
                        .database()
                        .place())
                .isInstanceOf(DatabaseConfig.External.class);
        assertThat(read("", test, Map.of()).server().database().place())
                .isInstanceOfSatisfying(
                        DatabaseConfig.Embedded.class,
                        embedded -> assertThat(embedded.prefix()).isEqualTo("test_"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            wizd.port = 65536                      | wizd.port = 65536: must be a whole number from 0 to 65535
            wizd.port = 1.5                        | wizd.port = 1.5: must be a whole number
            wizd.port = 1e99                       | wizd.port = 1.0E99: must be a whole number
            wizd.port = null                       | wizd.port = null: must be a whole number
            wizd.port { a = 1 }                    | wizd.port: must be a whole number
            wizd.maxMessageBytes = 16 MiB          | must be a size from 1 KiB to 16777215 bytes
            wizd.maxMessageBytes = -1              | must be a size
            wizd.maxUpload = 1 B                   | must be a size from 1 KiB to 1 PiB
            wizd.maxUpload = 16385 MiB             | wizd.maxUploadUncompressed = 16 GiB: must be at least wizd.maxUpload = 16385 MiB
            wizd.maxUploadUncompressed = 1 TB/s    | must be a size from 1 KiB to 1 PiB
            wizd.maxUploadUncompressed = 1 GiB     | must be at least wizd.maxUpload = 4 GiB
            wizd.maxUploadRejects = 1 B            | must be a size from 1 KiB to 1 PiB
            wizd.maxUploadCompressionRatio = 1     | must be a whole number from 2 to 1100
            wizd.maxUploadCompressionRatio = "200:1" | must be a whole number from 2 to 1100
            wizd.messageTimeout = 1 ms             | must be a time from 10 ms to 10 min
            wizd.fixtures = perhaps                | wizd.fixtures = perhaps: must be true or false
            wizd.budget.messageMemory = 63 KiB     | wizd.budget.messageMemory = 63 KiB: must be 0 or at least 64 KiB
            wizd.budget.largeMemory = 1000         | wizd.budget.largeMemory = 1000 bytes: must be 0 or at least 1 MiB
            wizd.budget.processors.passwords = 0   | must be a whole number from 1 to 100
            wizd.budget.processors.rendering = 101 | must be a whole number from 1 to 100
            wizd.budget.processors = 2             | wizd.budget.processors: must be a block { … } of numbers, passwords, rendering
            wizd.profile = test                    | wizd.profile = test: must be development or production
            wizd.log.format = xml                  | wizd.log.format = xml: must be one of human, json
            wizd.data = ""                         | wizd.data = : must be a path
            wizd.host = ""                         | wizd.host is empty
            wizd.host = 0.0.0.0                    | wizd.access.insecure = true
            wizd.host = "no such host"             | unknown host
            wizd.fib.cachedMax = 100001            | wizd.fib.cachedMax = 100001: must be a whole number from 1 to 100000
            wizd.fib.max = 9999                    | wizd.fib.max = 9999: must be at least wizd.fib.cachedMax = 10000
            wizd.database = 5                      | wizd.database: must be a block { … } of app, bufferPool
            wizd = 5                               | wizd: must be a block
            wizd.maxInflight = 5                   | wizd.maxInflight is unknown; did you mean wizd.maxInFlight?
            wizd.prot = 5                          | wizd.prot is unknown; did you mean wizd.port?
            wizd.url = 5                           | wizd.url is unknown; did you mean wizd.database.main.url?
            port = 5                               | port is outside of wizd { … }; did you mean wizd.port?
            wizd.database.mode = external          | wizd.database.partitions: at least one
            wizd.database.main.url = "jdbc:mysql://a/b" | set wizd.database.mode = external or remove the URL
            wizd.port = ${no.such}                 | no.such
            wizd { port = 5                        | wizd.conf:
            """)
    void aFaultSaysWhereAndWhat(String text, String expected) {
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> read(text))
                .satisfies(e -> assertThat(e.faults())
                        .anyMatch(fault ->
                                fault.startsWith(home.resolve("conf/wizd.conf").toString()) && fault.contains(expected))
                        .noneMatch(fault -> fault.contains("\n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bogus", "database.bogus", "url2go", "x"})
    void whatIsFarFromAllKeysGetsNoSuggestion(String key) {
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> read("wizd." + key + " = 5"))
                .satisfies(
                        e -> assertThat(e.faults()).singleElement().asString().endsWith(key + " is unknown"));
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> read("", Map.of("WIZD_BOGUS", "5"), Map.of()))
                .satisfies(e -> assertThat(e.faults())
                        .containsExactly("WIZD_BOGUS: this variable is unknown; if it is not for wizd, unset it"));
    }

    @ParameterizedTest
    @CsvSource({
        "WIZD_BUDGET_CONECTIONS, WIZD_BUDGET_CONNECTIONS",
        "WIZD_MAXINFLIGHT, WIZD_MAX_IN_FLIGHT",
        "WIZD_PORTS, WIZD_PORT",
        "WIZD_CONF, WIZD_CONFIG",
        "WIZD_JAVA_OPT, WIZD_JAVA_OPTS"
    })
    void aVariableThatNobodyReadsIsRefused(String name, String nearest) {
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> read("", Map.of(name, "secret"), Map.of()))
                .satisfies(e -> assertThat(e.faults())
                        .containsExactly(name + ": this variable is unknown; did you mean " + nearest
                                + "? If it is not for wizd, unset it"));
    }

    @Test
    void variablesOfOurScriptsAndEmptyOnesAndThoseOfOthersAreTaken() {
        Map<String, String> variables = new HashMap<>(Map.of("WIZD_BUDGET_CONECTIONS", "", "WIZARD", "1", "PATH", "x"));
        for (String name : List.of("HOME", "DIST", "USER", "JAVA_HOME", "JAVA_OPTS", "DB_PASSWORD")) {
            variables.put("WIZD_" + name, "x");
        }
        assertThat(read("", variables, Map.of()).server().port()).isEqualTo(8003);
    }

    @Test
    void aListHasNoVariable() {
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> read("", Map.of("WIZD_DATABASE_PARTITIONS", "[]"), Map.of()))
                .satisfies(e -> assertThat(e.faults())
                        .containsExactly("WIZD_DATABASE_PARTITIONS: wizd.database.partitions is a list, which has no"
                                + " variable; set it in the configuration file"));
    }

    @Test
    void allFaultsOfExternalDatabasesAreToldAndNoPasswordIsShown() {
        String text = """
                wizd.database {
                  mode = external
                  main.url = "jdbc:postgresql://db/x"
                  partitions = [
                    { name = p1, url = "jdbc:mysql://db/p1", user = x }
                    { name = p1, url = "jdbc:mysql://u:p@db/p2" }
                    { url = "jdbc:mysql://db/" }
                  ]
                  owner { user = o, password = { secret = 1 } }
                }
                """;
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> read(text))
                .satisfies(e -> {
                    assertThat(e.faults()).hasSize(8);
                    assertThat(e.faults())
                            .filteredOn(f -> f.contains("url must be of the form"))
                            .hasSize(2);
                    assertThat(e.faults())
                            .filteredOn(f -> f.contains("a name of its own"))
                            .hasSize(2);
                    assertThat(e.faults())
                            .filteredOn(f -> f.contains("app.user"))
                            .hasSize(1);
                    assertThat(e.faults())
                            .filteredOn(f -> f.contains("user is unknown"))
                            .hasSize(1);
                    assertThat(e.getMessage())
                            .doesNotContain("secret")
                            .contains(":5: ")
                            .contains(":6: ");
                });
    }

    @Test
    void anotherHostIsTakenWhereTheUserSaysSo() {
        assertThat(read("wizd { host = 0.0.0.0, access.insecure = true }")
                        .server()
                        .host())
                .isEqualTo("0.0.0.0");
        assertThat(read("wizd.host = localhost").server().host()).isEqualTo("localhost");
        assertThat(read("wizd.host = \"::1\"").server().host()).isEqualTo("::1");
    }

    @Test
    void theDataDirectoryIsFoundInAConfigurationThatIsWrongOtherwise() {
        write("wizd { data = /here, port = nonsense, prot = 1 }");
        assertThat(Settings.dataDirectory(sources(Map.of(), Map.of()))).isEqualTo(Path.of("/here"));
    }

    @Test
    void aNamedFileMustExist() {
        ConfigSources sources =
                new ConfigSources(home, home, Map.of("WIZD_CONFIG", "nowhere.conf"), Map.of(), Optional.empty());
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> Settings.read(sources))
                .satisfies(e -> assertThat(e.faults())
                        .isEqualTo(List.of(home.resolve("nowhere.conf") + ": this configuration file cannot be read")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            wizd {~  port = 1~                          | 3: the file ends before a { or [ is closed: a } or ] is missing
            wizd {~  port = 1~}}                        | 3: this } closes nothing: there is one too many, or a { is missing
            wizd.plugins = "abc~                        | 1: a text that begins with " must end with " on the same line
            wizd {~  kv { copies = 1, , x = 2 }~}       | 2: , must not stand here: KEY = VALUE or KEY { … } is expected
            wizd {~  database { partitions = [1,2 }~}   | 2: a list is not closed: a ] or a comma is missing
            wizd.port 8003                              | 1: wizd.port 8003: KEY = VALUE or KEY { … } is expected
            wizd.database.app.password = p@ss           | 1: a value with special characters (@) needs quotes: KEY = "VALUE"
            wizd.database.app.password = abc$def        | 1: a value with special characters ($) needs quotes: KEY = "VALUE"
            wizd.database.main.url = jdbc:mysql://h/d   | 1: a value with special characters (:) needs quotes: KEY = "VALUE"
            wizd.plugins = "a\\qb"                      | 1: a \\ inside of quotes must be written twice: \\\\
            wizd.plugins = ${NOWHERE_AT_ALL}            | 1: ${NOWHERE_AT_ALL} has no value: set it in this file or as a variable, or put quotes around the text if it is none
            wizd.a..b = 1                               | 1: a key must not begin or end with a point, or have two in a row
            """)
    void whatIsNoConfigurationIsSaidInASentence(String text, String fault) {
        write(text.replace('~', '\n'));
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> Settings.read(sources(Map.of(), Map.of())))
                .satisfies(e -> assertThat(e.faults()).containsExactly(home.resolve("conf/wizd.conf") + ":" + fault));
    }

    @Test
    void aFileWithPasswordsThatEverybodyCanReadIsNamed() throws IOException {
        write(EXTERNAL);
        Path file = home.resolve("conf/wizd.conf");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(Settings.read(sources(Map.of(), Map.of())).values().exposedPasswords())
                .containsExactly(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(Settings.read(sources(Map.of(), Map.of())).values().exposedPasswords())
                .isEmpty();
        write("wizd.port = 1");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(Settings.read(sources(Map.of(), Map.of())).values().exposedPasswords())
                .isEmpty();
    }

    @Test
    void valuesAreShownWithTheirOriginAndWithoutPasswords() {
        write(EXTERNAL);
        List<String> lines = Settings.read(sources(Map.of("WIZD_PORT", "1"), Map.of()))
                .values()
                .lines();
        assertThat(lines)
                .anyMatch(line -> line.matches("wizd.port = \"?1\"? +# WIZD_PORT"))
                .anyMatch(line -> line.matches("wizd.database.owner.password = \"\\*\\*\\*\" +# .*wizd.conf:8"))
                .anyMatch(line -> line.matches("wizd.stopTimeout = \"10 s\" +# reference.conf:\\d+"))
                .anyMatch(line -> line.startsWith("wizd.data = " + home.resolve("data") + " "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            messageMemory = 200 MiB, largeMemory = 57 MiB | budget.messageMemory = 200 MiB and wizd.budget.largeMemory = 57 MiB
            messageMemory = 57 MiB, largeMemory = 200 MiB | budget.messageMemory = 57 MiB and wizd.budget.largeMemory = 200 MiB
            largeMemory = 1 TiB                           | wizd.budget.largeMemory = 1 TiB
            messageMemory = 1 PiB                         | wizd.budget.messageMemory = 1 PiB
            """)
    void aServerWithMoreMemoryForRequestsThanItsHeapHasIsNotStarted(String budget, String expected) {
        write("wizd.budget { " + budget + " }");
        ConfigSources sources = sources(Map.of(), Map.of());
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> Settings.read(sources, OptionalLong.of(512 << 20)))
                .satisfies(e -> assertThat(e.faults())
                        .singleElement()
                        .satisfies(fault -> assertThat(fault)
                                .startsWith(home.resolve("conf/wizd.conf") + ":1: wizd.budget.messageMemory = ")
                                .contains(expected)
                                .contains("together at most 256 MiB, half of the heap (512 MiB)")
                                .endsWith("or take a larger heap, such as WIZD_JAVA_OPTS=-Xmx2g")));
        assertThat(Settings.read(sources)).as("of a command with another heap").isNotNull();
    }

    @Test
    void halfOfTheHeapMayBeForRequests() {
        write("wizd.budget { messageMemory = 56 MiB, largeMemory = 200 MiB }");
        BudgetConfig budget = Settings.read(sources(Map.of(), Map.of()), OptionalLong.of(512 << 20))
                .server()
                .budget();
        assertThat(budget.messageBytes()).isEqualTo(56 << 20);
        assertThat(budget.largeBytes()).isEqualTo(200 << 20);
    }

    private Settings read(String text) {
        return read(text, Map.of(), Map.of());
    }

    private Settings read(String text, Map<String, String> variables, Map<String, String> options) {
        write(text);
        return Settings.read(sources(variables, options));
    }

    private void write(String text) {
        try {
            Files.writeString(Files.createDirectories(home.resolve("conf")).resolve("wizd.conf"), text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private ConfigSources sources(Map<String, String> variables, Map<String, String> options) {
        return new ConfigSources(home, Path.of("/cwd"), variables, options, Optional.empty());
    }
}
