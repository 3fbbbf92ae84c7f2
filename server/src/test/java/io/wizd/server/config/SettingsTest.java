package io.wizd.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wizd.handlers.accounts.SignUpSettings;
import io.wizd.handlers.members.batch.FileLimits;
import io.wizd.handlers.spec.MessageAccess;
import io.wizd.handlers.spec.MessageAccess.Who;
import io.wizd.server.BudgetConfig;
import io.wizd.server.DatabaseConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest extends ConfigFolder {
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

    @Test
    void theReferenceAloneIsWhatTheDocsSay() {
        Settings settings = read("# as it comes");
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
        Map<String, String> variables = Map.of("WIZD_PORT", "3", "WIZD_PLUGINS", "../tmp", "WIZD_STOP_TIMEOUT", "");
        assertThat(read(file).server().port()).isEqualTo(2);
        assertThat(read(file, variables, Map.of()).server().port()).isEqualTo(3);
        Settings settings = read(file, variables, Map.of("port", "4"));
        assertThat(settings.server().port()).isEqualTo(4);
        assertThat(settings.fixtures()).as("from the profile").isFalse();
        assertThat(settings.server().data()).as("of a file: below home").isEqualTo(home.resolve("in/home"));
        assertThat(settings.plugins())
                .as("of a variable: below the folder one is in")
                .isEqualTo(Path.of("/tmp"));
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
        for (String line : read("# as it comes").values().lines()) {
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
        assertThat(read("# as it comes", test, Map.of()).server().database().place())
                .isInstanceOfSatisfying(
                        DatabaseConfig.Embedded.class,
                        embedded -> assertThat(embedded.prefix()).isEqualTo("test_"));
    }

    @Test
    void variablesOfOurScriptsAndEmptyOnesAndThoseOfOthersAreTaken() {
        Map<String, String> variables = new HashMap<>(Map.of("WIZD_BUDGET_CONECTIONS", "", "WIZARD", "1", "PATH", "x"));
        for (String name : List.of("HOME", "DIST", "USER", "JAVA_HOME", "JAVA_OPTS", "DB_PASSWORD")) {
            variables.put("WIZD_" + name, "x");
        }
        assertThat(read("# as it comes", variables, Map.of()).server().port()).isEqualTo(8003);
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
    void keysAndFiguresAreOpenUnlessTheProfileIsProductionOrSomebodySaysSo() {
        assertThat(read("# as it comes").server().access().messages()).isEqualTo(MessageAccess.OPEN);
        assertThat(read("wizd { profile = production, access.kv.read = anyone, access.kv.deletePrefix = operator }")
                        .server()
                        .access()
                        .messages())
                .isEqualTo(new MessageAccess(Who.ANYONE, Who.USER, Who.OPERATOR, Who.OPERATOR));
    }

    @Test
    void anyoneSignsUpUnlessTheProfileIsProductionOrSomebodySaysSo() {
        assertThat(read("# as it comes").server().accounts().signUp()).isEqualTo(SignUpSettings.OPEN);
        assertThat(read("wizd.access.signUp = false").server().accounts().signUp())
                .isEqualTo(SignUpSettings.CLOSED);
        assertThat(read("wizd.profile = production").server().accounts().signUp())
                .isEqualTo(SignUpSettings.CLOSED);
        assertThat(read("wizd { profile = production, access.signUp = true }")
                        .server()
                        .accounts()
                        .signUp())
                .isEqualTo(SignUpSettings.OPEN);
    }

    @Test
    void hostsAndOriginsAreListsOrText() {
        for (String text : List.of(
                "wizd.access { hosts = [a.example, b.example], corsOrigins = [\"https://c.example\", \"http://d:8080\"] }",
                "wizd.access { hosts = \"a.example, b.example\", corsOrigins = \"https://c.example,http://d:8080\" }")) {
            assertThat(read(text).server().access().sites().hosts())
                    .hasToString("a.example, b.example, localhost and loopback addresses");
        }
        Map<String, String> variables =
                Map.of("WIZD_ACCESS_HOSTS", "*", "WIZD_ACCESS_CORS_ORIGINS", "https://c.example, http://[::1]:8080");
        assertThat(read("# as it comes", variables, Map.of())
                        .server()
                        .access()
                        .sites()
                        .hosts())
                .hasToString("any host");
    }

    @Test
    void theDataDirectoryIsFoundInAConfigurationThatIsWrongOtherwise() {
        write("wizd { data = /here, port = nonsense, prot = 1 }");
        assertThat(Settings.dataDirectory(sources(Map.of(), Map.of()))).isEqualTo(Path.of("/here"));
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
}
