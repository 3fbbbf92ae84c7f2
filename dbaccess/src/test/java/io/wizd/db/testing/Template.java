package io.wizd.db.testing;

import io.wizd.db.JdbcAddress;
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
        try {
            List<String> statements = new ArrayList<>();
            for (String table : Sql.column(database.owner(), "SHOW TABLES")) {
                String there = database.name() + "." + table;
                statements.add("CREATE TABLE " + table + " LIKE " + there);
                if (!Sql.query(database.owner(), "SELECT COUNT(*) FROM " + table)
                        .equals("0")) {
                    statements.add("INSERT INTO " + table + " SELECT * FROM " + there);
                }
            }
            for (String procedure : Sql.column(
                    database.owner(),
                    "SELECT routine_name FROM information_schema.routines WHERE routine_schema = DATABASE()")) {
                addProcedure(statements, database.owner(), procedure);
            }
            return new Template(statements);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot look at " + database.name(), e);
        }
    }

    /** A procedure keeps the mode that it was made in. */
    private static void addProcedure(List<String> statements, JdbcAddress owner, String name) throws SQLException {
        try (Connection connection = owner.connect();
                Statement statement = connection.createStatement();
                ResultSet made = statement.executeQuery("SHOW CREATE PROCEDURE " + name)) {
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
