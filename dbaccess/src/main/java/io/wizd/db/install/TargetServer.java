package io.wizd.db.install;

import io.wizd.db.DatabaseLogins;
import io.wizd.db.DatabaseProbe;
import io.wizd.db.DatabaseProbe.ServerFacts;
import io.wizd.db.Grants;
import io.wizd.db.JdbcAddress;
import io.wizd.db.SqlReason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The server to install on, over a connection of its administrator. */
final class TargetServer implements AutoCloseable {

    private final Connection connection;

    private TargetServer(Connection connection) {
        this.connection = connection;
    }

    static TargetServer connect(JdbcAddress administrator) {
        try {
            return new TargetServer(administrator.connect());
        } catch (SQLException e) {
            throw InstallException.unavailable(SqlReason.of(e, administrator).text());
        }
    }

    /** The version's text, for example {@code MariaDB 11.4.5-MariaDB}; refuses what is too old for wizd's SQL. */
    String requireSupported() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT VERSION()")) {
            row.next();
            String text = row.getString(1);
            if (!DatabaseProbe.isSupported(text)) {
                throw InstallException.unavailable(ServerFacts.NEEDED + "; this server is " + text);
            }
            return DatabaseProbe.product(text) + " " + text;
        }
    }

    /** Those of the names that exist, each with the number of its tables, as {@code name (3 tables)}. */
    List<String> existingDatabases(Collection<String> names) throws SQLException {
        String sql = "SELECT s.schema_name, COUNT(t.table_name) FROM information_schema.schemata s"
                + " LEFT JOIN information_schema.tables t ON t.table_schema = s.schema_name"
                + " WHERE s.schema_name = ? GROUP BY s.schema_name";
        List<String> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (String name : names) {
                statement.setString(1, name);
                try (ResultSet row = statement.executeQuery()) {
                    if (row.next()) {
                        int tables = row.getInt(2);
                        found.add("database " + name + " (" + tables + (tables == 1 ? " table)" : " tables)"));
                    }
                }
            }
        }
        return found;
    }

    /** Those of the accounts that exist for this host, as {@code account name@host}. */
    List<String> existingAccounts(DatabaseLogins logins, String host) throws SQLException {
        List<String> found = new ArrayList<>();
        for (DatabaseLogins.Login login : logins.all()) {
            if (hasAccount(login.name(), host)) {
                found.add("account " + login.name() + "@" + host);
            }
        }
        return found;
    }

    /** Whether there is such an account for this host. */
    boolean hasAccount(String name, String host) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT 1 FROM mysql.user WHERE user = ? AND host = ?")) {
            statement.setString(1, name);
            statement.setString(2, host);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    void drop(Collection<String> databases, DatabaseLogins logins, String host) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String database : databases) {
                statement.execute("DROP DATABASE IF EXISTS `" + database + "`");
            }
            for (DatabaseLogins.Login login : logins.all()) {
                statement.execute("DROP USER IF EXISTS '" + login.name() + "'@'" + host + "'");
            }
        }
    }

    void create(String database, Grants grants) throws SQLException {
        grants.apply(connection, database);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
