package io.wizd.db.testing;

import io.wizd.db.Accounts;
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
    private final Accounts accounts;
    private final String name;

    private TestDatabase(JdbcAddress admin, Accounts accounts, String name) {
        this.admin = admin;
        this.accounts = accounts;
        this.name = name;
    }

    static TestDatabase create(JdbcAddress admin, Accounts accounts) {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "").toLowerCase(Locale.ROOT);
        try (Connection connection = admin.connect()) {
            new Grants(accounts, "%").apply(connection, name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot make " + name + " on " + admin, e);
        }
        return new TestDatabase(admin, accounts, name);
    }

    /** Its name, {@code test_<random>}. */
    public String name() {
        return name;
    }

    /** The account that migrates. */
    public JdbcAddress owner() {
        return accounts.owner().at(admin).withDatabase(name);
    }

    /** The account that may only call procedures. */
    public JdbcAddress app() {
        return accounts.app().at(admin).withDatabase(name);
    }

    /** The account that may read and write rows. */
    public JdbcAddress loader() {
        return accounts.loader().at(admin).withDatabase(name);
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
