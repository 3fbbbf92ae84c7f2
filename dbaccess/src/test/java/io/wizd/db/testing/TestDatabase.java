package io.wizd.db.testing;

import io.wizd.db.DatabaseLogins;
import io.wizd.db.Grants;
import io.wizd.db.JdbcAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.UUID;

/** A database {@code test_<random>} that is dropped on close. */
public final class TestDatabase implements AutoCloseable {

    private final JdbcAddress admin;
    private final DatabaseLogins logins;
    private final String name;

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

    /** The account that may read and write rows. */
    public JdbcAddress loader() {
        return logins.loader().at(admin).withDatabase(name);
    }

    @Override
    public void close() {
        try (Connection connection = admin.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot drop " + name, e);
        }
    }
}
