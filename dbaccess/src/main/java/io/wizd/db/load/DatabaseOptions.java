package io.wizd.db.load;

import io.wizd.db.Environment;
import io.wizd.db.JdbcAddress;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.Option;

/** Which database, and who connects. A password is never an argument: every user of the machine can read those. */
final class DatabaseOptions {

    private static final String PASSWORD_VARIABLE = "WIZD_DB_PASSWORD";
    private static final String PROPERTIES = "database.properties";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "JDBC URL, for example jdbc:mysql://db.example:3306/shop;"
                    + " without it the running embedded database of wizd")
    private Optional<String> url = Optional.empty();

    @Option(
            names = "--user",
            paramLabel = "USER",
            description = "account for --url; the password comes from the variable " + PASSWORD_VARIABLE
                    + ", from --password-file, or is asked for")
    private Optional<String> user = Optional.empty();

    @Option(names = "--password-file", paramLabel = "FILE", description = "its first line is the password")
    private Optional<Path> passwordFile = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "data directory of the running wizd (default: $WIZD_DATA, or data/ of the installation)")
    private Optional<Path> data = Optional.empty();

    /** @param serverId names the server also after a restart on another port */
    record Target(JdbcAddress address, String serverId) {}

    Target target(Map<String, String> environment) throws LoadException {
        return url.isPresent() ? given(url.get(), environment) : embedded(environment);
    }

    /** With {@code WIZD_ENV=test}, only databases of tests; one that is not named at all is refused later. */
    static void requireAllowed(String name, Map<String, String> environment) throws LoadException {
        try {
            Environment allowed = Environment.of(environment);
            if (!name.isEmpty()) {
                allowed.requireAllowed(name);
            }
        } catch (IllegalArgumentException e) {
            throw new LoadException(ExitStatus.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private Target given(String jdbcUrl, Map<String, String> environment) throws LoadException {
        if (jdbcUrl.toLowerCase(Locale.ROOT).contains("password=")) {
            throw new LoadException(
                    ExitStatus.USAGE, "a password in --url can be read by everyone; use " + PASSWORD_VARIABLE);
        }
        String account = user.orElseThrow(
                () -> new LoadException(ExitStatus.USAGE, "--url needs --user: the account to connect with"));
        try {
            JdbcAddress address = new JdbcAddress(jdbcUrl, account, password(account, environment));
            int query = jdbcUrl.indexOf('?');
            return new Target(address, query < 0 ? jdbcUrl : jdbcUrl.substring(0, query));
        } catch (IllegalArgumentException e) {
            throw new LoadException(ExitStatus.USAGE, "--url: " + e.getMessage(), e);
        }
    }

    private String password(String account, Map<String, String> environment) throws LoadException {
        String fromEnvironment = environment.get(PASSWORD_VARIABLE);
        if (passwordFile.isPresent()) {
            try {
                return Files.readString(passwordFile.get()).lines().findFirst().orElse("");
            } catch (IOException e) {
                throw new LoadException(ExitStatus.NO_INPUT, "cannot read the password file " + e.getMessage(), e);
            }
        } else if (fromEnvironment != null) {
            return fromEnvironment;
        }
        return Screen.askSecret("Password of " + account + ": ")
                .orElseThrow(() -> new LoadException(
                        ExitStatus.USAGE, "no password: set " + PASSWORD_VARIABLE + " or give --password-file"));
    }

    private Target embedded(Map<String, String> environment) throws LoadException {
        Path folder = data.or(
                        () -> Optional.ofNullable(environment.get("WIZD_DATA")).map(Path::of))
                .orElseGet(() -> Path.of(System.getProperty("wizd.home", "."), "data"))
                .toAbsolutePath()
                .normalize();
        Path file = folder.resolve(PROPERTIES);
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new LoadException(
                    ExitStatus.UNAVAILABLE,
                    "no wizd runs on " + folder + " (there is no " + PROPERTIES
                            + "): start it with bin/wizd run, name its --data, or give --url",
                    e);
        } catch (IOException | IllegalArgumentException e) {
            throw new LoadException(ExitStatus.CONFIGURATION, "cannot read " + file + ": " + e.getMessage(), e);
        }
        try {
            JdbcAddress address = new JdbcAddress(
                    properties.getProperty("url", ""),
                    properties.getProperty("loader.user", ""),
                    properties.getProperty("loader.password", ""));
            return new Target(address, folder.toString());
        } catch (IllegalArgumentException e) {
            throw new LoadException(ExitStatus.CONFIGURATION, file + ": url: " + e.getMessage(), e);
        }
    }
}
