package io.wizd.dist;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;

/** What lies in a data directory, for tests to look at. */
record DataFiles(Path data) {

    /** The database server of the directory, where it is alive. */
    Optional<ProcessHandle> database() {
        return pidIn("mariadb.pid").flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive);
    }

    Optional<Long> pidIn(String file) {
        try {
            Path path = data.resolve(file);
            return Files.exists(path)
                    ? Optional.of(Long.parseLong(Files.readString(path).strip()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String adminPassword() {
        try {
            return Files.readString(data.resolve("admin-password")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many rows a table of the running embedded database has. */
    long rows(String table) {
        return withDatabase(statement -> {
            try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    /** Changes the running embedded database behind the server's back. */
    void execute(String sql) {
        withDatabase(statement -> (long) statement.executeUpdate(sql));
    }

    private interface Work {
        long with(Statement statement) throws SQLException;
    }

    /** Keeps a table of the running embedded database from being written until the work is done. */
    void whileLocked(String table, Runnable work) {
        withDatabase(statement -> {
            statement.execute("BEGIN");
            statement.execute("SELECT COUNT(*) FROM " + table + " FOR UPDATE");
            work.run();
            statement.execute("ROLLBACK");
            return 0;
        });
    }

    private long withDatabase(Work work) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(data.resolve("database.properties"))) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (Connection connection = DriverManager.getConnection(
                        properties.getProperty("url"),
                        properties.getProperty("loader.user"),
                        properties.getProperty("loader.password"));
                Statement statement = connection.createStatement()) {
            return work.with(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
