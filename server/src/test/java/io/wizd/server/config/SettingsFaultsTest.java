package io.wizd.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a configuration is told together, each with its place and what to do. */
class SettingsFaultsTest extends ConfigFolder {
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
            wizd.profile = null                    | wizd.profile = null: must be one of development, production
            wizd.profile = test                    | wizd.profile = test: must be one of development, production
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
            wizd.database.main.url = "jdbc:mysql://a/b" | set wizd.database.mode = external or remove it
            wizd.database.app.password = geheim    | wizd.database.app.password is not used while wizd.database.mode = embedded
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
    @CsvSource(delimiter = '|', textBlock = """
            wizd.port = x                      | WIZD_PORT               | 0          | wizd.port = x: must be a whole number from 0 to 65535
            wizd.port = null                   | WIZD_PORT               | 0          | wizd.port = null: must be a whole number from 0 to 65535
            wizd.messageTimeout = 1 parsec     | WIZD_MESSAGE_TIMEOUT    | 10 s       | wizd.messageTimeout = 1 parsec: must be a time from 10 ms to 10 min, such as 10 s
            wizd.profile = test                | WIZD_PROFILE            | production | wizd.profile = test: must be one of development, production
            wizd.database.bufferPool = much    | WIZD_DATABASE_BUFFER_POOL | 30 MiB   | wizd.database.bufferPool = much: must be a size from 20 MiB to 1 TiB, such as 1 MiB
            """)
    void whatIsWrongInTheFileIsSaidAlsoIfAVariableOverridesIt(
            String text, String variable, String value, String expected) {
        String told = home.resolve("conf/wizd.conf") + ":1: " + expected + "; " + variable + " overrides it";

        assertThat(read(text, Map.of(variable, value), Map.of()).warnings()).containsExactly(told);
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> read(text, Map.of(variable, value, "WIZD_MAX_IN_FLIGHT", "-1"), Map.of()))
                .satisfies(e -> assertThat(e.faults()).hasSize(2).contains(told));
    }

    @Test
    void whatIsRightInTheFileMayBeOverridden() {
        assertThat(read("wizd.port = 9000", Map.of("WIZD_PORT", "9001"), Map.of("port", "0"))
                        .warnings())
                .isEmpty();
        assertThat(read("wizd.port = x", Map.of(), Map.of("port", "0")).warnings())
                .singleElement()
                .asString()
                .endsWith("; --port overrides it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bogus", "database.bogus", "url2go", "x"})
    void whatIsFarFromAllKeysGetsNoSuggestion(String key) {
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> read("wizd." + key + " = 5"))
                .satisfies(
                        e -> assertThat(e.faults()).singleElement().asString().endsWith(key + " is unknown"));
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> read("# as it comes", Map.of("WIZD_BOGUS", "5"), Map.of()))
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
                .isThrownBy(() -> read("# as it comes", Map.of(name, "secret"), Map.of()))
                .satisfies(e -> assertThat(e.faults())
                        .containsExactly(name + ": this variable is unknown; did you mean " + nearest
                                + "? If it is not for wizd, unset it"));
    }

    @Test
    void aListHasNoVariable() {
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> read("# as it comes", Map.of("WIZD_DATABASE_PARTITIONS", "[]"), Map.of()))
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
    void aNamedFileMustExist() {
        Map<String, String> variable = Map.of("WIZD_CONFIG", "nowhere.conf");
        assertUnreadable(
                new ConfigSources(home, home, variable, Map.of(), Optional.empty()),
                "nowhere.conf: this configuration file (WIZD_CONFIG) does not exist");
        assertUnreadable(
                new ConfigSources(home, home, variable, Map.of(), Optional.of(Path.of("gone.conf"))),
                "gone.conf: this configuration file (--config) does not exist");
        assertUnreadable(
                new ConfigSources(home, home, Map.of(), Map.of(), Optional.of(home)),
                ": this configuration file (--config) cannot be read");
    }

    private void assertUnreadable(ConfigSources sources, String fault) {
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> Settings.read(sources))
                .satisfies(e -> assertThat(e.faults())
                        .singleElement()
                        .asString()
                        .startsWith(home.toString())
                        .endsWith(fault));
    }

    /** What {@code installdb > wizd.conf} leaves if it fails: with the defaults wizd would make databases of its own. */
    @Test
    void anEmptyFileIsNoConfiguration() {
        write("");
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> Settings.read(sources(Map.of(), Map.of())))
                .satisfies(
                        e -> assertThat(e.faults())
                                .containsExactly(
                                        home.resolve("conf/wizd.conf")
                                                + ": this configuration file is empty; write into it, or remove it to have the defaults"));
        write("# Everything is as it comes.");
        assertThat(Settings.read(sources(Map.of(), Map.of())).server().port()).isEqualTo(8003);
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
}
