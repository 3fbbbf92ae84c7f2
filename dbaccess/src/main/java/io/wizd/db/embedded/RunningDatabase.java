package io.wizd.db.embedded;

import io.wizd.db.JdbcAddress;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/** An {@link EmbeddedDatabase} of another process, found by its data directory. */
public final class RunningDatabase {
    private static final String FILE = "database.properties";

    private final Properties properties;

    private RunningDatabase(Properties properties) {
        this.properties = properties;
    }

    /**
     * The one of this directory; empty if none runs. One that was killed may still be found, and does not answer.
     *
     * @throws IOException if the file that tells of it cannot be read, for example because it belongs to another user
     */
    public static Optional<RunningDatabase> in(Path data) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(data.resolve(FILE))) {
            properties.load(reader);
            return Optional.of(new RunningDatabase(properties));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The account that may call procedures and nothing else. */
    public JdbcAddress app(String database) {
        return at("app", database);
    }

    /** The account that may read and write rows. */
    public JdbcAddress loader(String database) {
        return at("loader", database);
    }

    private JdbcAddress at(String role, String database) {
        return new JdbcAddress(
                        properties.getProperty("url", ""),
                        properties.getProperty(role + ".user", ""),
                        properties.getProperty(role + ".password", ""))
                .withDatabase(database);
    }
}
