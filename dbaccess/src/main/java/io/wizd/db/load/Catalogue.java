package io.wizd.db.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what the database itself knows about a table: information_schema of MySQL and MariaDB. */
final class Catalogue {

    private static final String FIND_TABLE = """
            SELECT t.TABLE_SCHEMA, t.TABLE_NAME, t.ENGINE, e.TRANSACTIONS
              FROM information_schema.TABLES t
              LEFT JOIN information_schema.ENGINES e ON e.ENGINE = t.ENGINE
             WHERE t.TABLE_NAME = ?
               AND CASE WHEN ? = '' THEN t.TABLE_SCHEMA NOT IN
                        ('information_schema', 'performance_schema', 'mysql', 'sys') ELSE t.TABLE_SCHEMA = ? END""";

    private static final String COLUMNS = """
            SELECT COLUMN_NAME, DATA_TYPE, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT, EXTRA, GENERATION_EXPRESSION,
                   CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE, DATETIME_PRECISION,
                   CHARACTER_SET_NAME, COLLATION_NAME
              FROM information_schema.COLUMNS
             WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?
             ORDER BY ORDINAL_POSITION""";

    private static final String UNIQUE_KEYS = """
            SELECT INDEX_NAME, COLUMN_NAME, SUB_PART
              FROM information_schema.STATISTICS
             WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND NON_UNIQUE = 0
             ORDER BY INDEX_NAME <> 'PRIMARY', INDEX_NAME, SEQ_IN_INDEX""";

    /** MariaDB's JSON is LONGTEXT with this check. */
    private static final String MARIADB_JSON_CHECKS = """
            SELECT CHECK_CLAUSE
              FROM information_schema.CHECK_CONSTRAINTS
             WHERE CONSTRAINT_SCHEMA = ? AND TABLE_NAME = ?""";

    private final Connection connection;

    Catalogue(Connection connection) {
        this.connection = connection;
    }

    /** @throws LoadException if there is no such table, or several, or one that cannot be loaded safely */
    Table table(TableName wanted) throws SQLException, LoadException {
        TableName name = find(wanted);
        Set<String> jsonColumns = jsonColumns(name);
        List<Column> columns = new ArrayList<>();
        try (PreparedStatement query = prepare(COLUMNS, name.database(), name.table());
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                columns.add(column(rows, jsonColumns));
            }
        }
        return withKeys(name, columns);
    }

    private TableName find(TableName wanted) throws SQLException, LoadException {
        List<TableName> found = new ArrayList<>();
        try (PreparedStatement query = prepare(FIND_TABLE, wanted.table(), wanted.database(), wanted.database());
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                TableName name = new TableName(rows.getString(1), rows.getString(2));
                refuseWithoutTransactions(name, text(rows, "ENGINE"), text(rows, "TRANSACTIONS"));
                found.add(name);
            }
        }
        String asked = wanted.database().isEmpty() ? wanted.table() : wanted.toString();
        if (found.isEmpty()) {
            throw new LoadException(
                    ExitStatus.NO_INPUT,
                    "there is no table " + Shown.name(asked) + " on the server, or the account may not see it");
        }
        if (found.size() > 1) {
            String choices = found.stream().map(TableName::toString).sorted().collect(Collectors.joining(", "));
            throw new LoadException(
                    ExitStatus.USAGE, "there are several tables of that name; say which: " + Shown.message(choices));
        }
        return found.getFirst();
    }

    private static void refuseWithoutTransactions(TableName name, String engine, String transactions)
            throws LoadException {
        if (transactions.equals("NO")) {
            throw new LoadException(
                    ExitStatus.USAGE,
                    name + " is kept by the engine " + engine
                            + ", which has no transactions, so a load that fails could"
                            + " not be undone; make it an InnoDB table first: ALTER TABLE … ENGINE=InnoDB");
        }
    }

    private Set<String> jsonColumns(TableName name) throws SQLException {
        Set<String> columns = new HashSet<>();
        if (!isMariaDb()) {
            return columns;
        }
        try (PreparedStatement query = prepare(MARIADB_JSON_CHECKS, name.database(), name.table());
                ResultSet rows = query.executeQuery()) {
            String start = "json_valid(`";
            while (rows.next()) {
                String clause = rows.getString(1);
                if (clause.startsWith(start) && clause.endsWith("`)")) {
                    columns.add(clause.substring(start.length(), clause.length() - 2)
                            .replace("``", "`"));
                }
            }
        }
        return columns;
    }

    private Column column(ResultSet row, Set<String> jsonColumns) throws SQLException {
        String name = row.getString("COLUMN_NAME");
        String extra = text(row, "EXTRA").toLowerCase(Locale.ROOT);
        Column.Origin origin = Column.Origin.INPUT;
        if (!text(row, "GENERATION_EXPRESSION").isEmpty()) {
            origin = Column.Origin.GENERATED;
        } else if (extra.contains("auto_increment")) {
            origin = Column.Origin.AUTO_INCREMENT;
        }
        ColumnTypes.Description description = new ColumnTypes.Description(
                jsonColumns.contains(name) ? "json" : row.getString("DATA_TYPE"),
                row.getString("COLUMN_TYPE"),
                row.getLong("CHARACTER_MAXIMUM_LENGTH"),
                row.getInt("NUMERIC_PRECISION"),
                row.getInt("NUMERIC_SCALE"),
                row.getInt("DATETIME_PRECISION"),
                text(row, "CHARACTER_SET_NAME"),
                text(row, "COLLATION_NAME"));
        return new Column(name, ColumnTypes.of(description, timestampRange()), whenAbsent(row, origin), origin);
    }

    private Column.WhenAbsent whenAbsent(ResultSet row, Column.Origin origin) throws SQLException {
        boolean nullable = row.getString("IS_NULLABLE").equals("YES");
        // MariaDB writes out the default NULL, as a word; a default of that text would be quoted.
        String defaultValue = row.getString("COLUMN_DEFAULT");
        boolean hasDefault = defaultValue != null && !(isMariaDb() && nullable && defaultValue.equals("NULL"));
        if (nullable) {
            return hasDefault ? Column.WhenAbsent.DEFAULT_OR_NULL : Column.WhenAbsent.NULL;
        }
        return hasDefault || origin != Column.Origin.INPUT ? Column.WhenAbsent.DEFAULT : Column.WhenAbsent.REQUIRED;
    }

    private Table withKeys(TableName name, List<Column> columns) throws SQLException {
        Map<String, Integer> indexes = new LinkedHashMap<>();
        for (Column column : columns) {
            indexes.put(column.name(), indexes.size());
        }
        Map<String, List<Integer>> keys = new LinkedHashMap<>();
        Set<String> partial = new HashSet<>();
        try (PreparedStatement query = prepare(UNIQUE_KEYS, name.database(), name.table());
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                String key = rows.getString("INDEX_NAME");
                Integer index = indexes.get(text(rows, "COLUMN_NAME"));
                // An index on an expression or on the beginning of a text: no use for finding a row.
                if (index == null || rows.getString("SUB_PART") != null) {
                    partial.add(key);
                } else {
                    keys.computeIfAbsent(key, any -> new ArrayList<>()).add(index);
                }
            }
        }
        keys.keySet().removeAll(partial);
        Set<Integer> primary = Set.copyOf(keys.getOrDefault("PRIMARY", List.of()));
        return new Table(name, columns, List.copyOf(keys.values()), primary);
    }

    private ColumnTypes.TimestampRange timestampRange() throws SQLException {
        int major = connection.getMetaData().getDatabaseMajorVersion();
        int minor = connection.getMetaData().getDatabaseMinorVersion();
        boolean wide = isMariaDb() && (major > 11 || (major == 11 && minor >= 5));
        return wide ? ColumnTypes.TimestampRange.TO_2106 : ColumnTypes.TimestampRange.TO_2038;
    }

    private boolean isMariaDb() throws SQLException {
        return connection.getMetaData().getDatabaseProductVersion().contains("MariaDB");
    }

    private PreparedStatement prepare(String sql, String... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setString(i + 1, parameters[i]);
        }
        return statement;
    }

    private static String text(ResultSet row, String column) throws SQLException {
        String value = row.getString(column);
        return value == null ? "" : value;
    }
}
