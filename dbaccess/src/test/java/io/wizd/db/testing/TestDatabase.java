package io.wizd.db.testing;

import io.wizd.db.DatabaseLogins;
import io.wizd.db.Grants;
import io.wizd.db.JdbcAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A database {@code test_<random>} that is dropped on close. */
public final class TestDatabase implements AutoCloseable {

    private final JdbcAddress admin;
    private final DatabaseLogins logins;
    private final String name;
    private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();

    private TestDatabase(JdbcAddress admin, DatabaseLogins logins, String name) {
        this.admin = admin;
        this.logins = logins;
        this.name = name;
    }

    static TestDatabase create(JdbcAddress admin, DatabaseLogins logins) {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "").toLowerCase(Locale.ROOT);
        try (Connection connection = admin.connect()) {
            new Grants(logins, "%").apply(connection, name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot make " + name + " on " + admin, e);
        }
        return new TestDatabase(admin, logins, name);
    }

    /** Its name, {@code test_<random>}. */
    public String name() {
        return name;
    }

    /** The account that migrates. */
    public JdbcAddress owner() {
        return logins.owner().at(admin).withDatabase(name);
    }

    /** The account that may only call procedures. */
    public JdbcAddress app() {
        return logins.app().at(admin).withDatabase(name);
    }

    /** What is done over a connection. */
    @FunctionalInterface
    public interface Work {
        void over(Connection connection) throws Exception;
    }

    /**
     * Does something as {@link #app()}, over a connection that stays open for the next, as in a server's pool: many calls
     * would cost less than their connections. After an exception it is closed. Any thread.
     */
    public void asApp(Work work) throws Exception {
        Connection left = idle.poll();
        Connection connection = left == null ? app().connect() : left;
        boolean isWell = false;
        try {
            work.over(connection);
            isWell = true;
        } finally {
            if (isWell) {
                idle.add(connection);
            } else {
                connection.close();
            }
        }
    }

    /** The account that may read and write rows. */
    public JdbcAddress loader() {
        return logins.loader().at(admin).withDatabase(name);
    }

    @Override
    public void close() {
        try (Connection connection = admin.connect();
                Statement statement = connection.createStatement()) {
            for (Connection left = idle.poll(); left != null; left = idle.poll()) {
                left.close();
            }
            statement.execute("DROP DATABASE IF EXISTS " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot drop " + name, e);
        }
    }
}
