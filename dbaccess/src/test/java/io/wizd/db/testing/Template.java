package io.wizd.db.testing;

import io.wizd.db.Migrations;
import io.wizd.db.Schema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What a migration makes, as statements that make the same in another database in a fraction of the time. */
final class Template {

    private final List<String> statements;

    private Template(List<String> statements) {
        this.statements = statements;
    }

    /** Migrates the database, which stays as it is from then on: its rows are copied too. */
    static Template migrated(TestDatabase database, Schema schema) {
        Migrations.migrate(database.owner(), schema);
        List<String> statements = new ArrayList<>();
        try (Connection connection = database.owner().connect();
                Statement statement = connection.createStatement()) {
            for (String table : column(statement, "SHOW TABLES")) {
                String there = database.name() + "." + table;
                statements.add("CREATE TABLE " + table + " LIKE " + there);
                if (!column(statement, "SELECT 1 FROM " + table + " LIMIT 1").isEmpty()) {
                    statements.add("INSERT INTO " + table + " SELECT * FROM " + there);
                }
            }
            for (String procedure : column(
                    statement,
                    "SELECT routine_name FROM information_schema.routines WHERE routine_schema = DATABASE()")) {
                addProcedure(statements, statement, procedure);
            }
            return new Template(statements);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot look at " + database.name(), e);
        }
    }

    private static List<String> column(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    /** A procedure keeps the mode that it was made in. */
    private static void addProcedure(List<String> statements, Statement statement, String name) throws SQLException {
        try (ResultSet made = statement.executeQuery("SHOW CREATE PROCEDURE " + name)) {
            made.next();
            statements.add("SET SESSION sql_mode = '" + made.getString("sql_mode") + "'");
            statements.add(made.getString("Create Procedure"));
        }
    }

    /** Makes it all in an empty database of the same server and owner. */
    void copyTo(TestDatabase database) {
        try (Connection connection = database.owner().connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot fill " + database.name(), e);
        }
    }
}
