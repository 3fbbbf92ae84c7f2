package io.wizd.db.load;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The key of one row of a transaction, by which a resumed load sees whether that transaction was committed: a row that is
 * there proves it. Empty if the table has no key to tell by.
 */
record Witness(Map<String, String> keyValues) {

    static final Witness NONE = new Witness(Map.of());

    /**
     * Of the last row written: by a unique key that the row itself fills, else by the number that the database gave it.
     *
     * @param lastNumber what the last INSERT got from AUTO_INCREMENT, 0 for nothing
     */
    static Witness of(Table table, TableRow row, long lastNumber) {
        for (List<Integer> key : table.uniqueKeys()) {
            Map<String, String> keyValues = keyValues(table, row, key);
            if (keyValues.size() == key.size()) {
                return new Witness(keyValues);
            }
        }
        int numbered = table.autoIncrement();
        if (numbered >= 0 && lastNumber != 0 && !row.columns().get(numbered)) {
            return new Witness(Map.of(table.column(numbered).name(), Long.toUnsignedString(lastNumber)));
        }
        return NONE;
    }

    boolean isNone() {
        return keyValues.isEmpty();
    }

    /** Whether the row is in the table now. */
    boolean isThere(Connection connection, Table table) throws SQLException {
        List<Object> values = new ArrayList<>();
        StringBuilder sql = new StringBuilder("SELECT 1 FROM " + table.name().quoted() + " WHERE ");
        String separator = "";
        for (Map.Entry<String, String> part : keyValues.entrySet()) {
            sql.append(separator).append(TableName.quote(part.getKey())).append(" = ?");
            separator = " AND ";
            values.add(sqlValue(table, part.getKey(), part.getValue()));
        }
        try (PreparedStatement query = connection.prepareStatement(sql + " LIMIT 1")) {
            for (int i = 0; i < values.size(); i++) {
                query.setObject(i + 1, values.get(i));
            }
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static Map<String, String> keyValues(Table table, TableRow row, List<Integer> key) {
        Map<String, String> keyValues = new LinkedHashMap<>();
        for (int column : key) {
            // A FLOAT rarely equals the text that it was made of.
            if (!row.columns().get(column) || table.column(column).type() instanceof FloatType) {
                return Map.of();
            }
            Object value = row.values().get(row.columns().get(0, column).cardinality());
            switch (value) {
                case String text -> keyValues.put(table.column(column).name(), text);
                case BigDecimal number -> keyValues.put(table.column(column).name(), number.toPlainString());
                default -> {
                    return Map.of();
                }
            }
        }
        return keyValues;
    }

    /** A number is compared as a number: BIT columns and text differ. */
    private static Object sqlValue(Table table, String column, String value) throws SQLException {
        int index = table.indexOf(column);
        try {
            return index < 0 ? value : table.column(index).type().convert(new Cell.Field(value));
        } catch (BadValueException e) {
            throw new SQLException("the column " + column + " has changed since the load was broken off", e);
        }
    }
}
