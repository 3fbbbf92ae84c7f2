package io.wizd.db.load;

import com.mysql.cj.jdbc.ClientPreparedStatement;
import io.wizd.db.input.OnDuplicate;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * INSERTs of many rows each, prepared once for each set of columns. They are written out here instead of leaving it to
 * the driver's rewriting of batches, because that hides how many rows were affected, and so how many were skipped or
 * updated. The text of the statement holds names only, from the catalogue; each value is a parameter. For one thread.
 */
final class InsertStatements implements AutoCloseable {

    /** Larger statements are not faster. */
    private static final int MAX_ROWS = 500;

    /** If the server prepares, a statement may have 65,535 parameters. */
    private static final int MAX_PARAMETERS = 60_000;

    private static final int MAX_PREPARED = 32;

    /** @param lastNumber the first number that AUTO_INCREMENT gave in the last statement, 0 for none */
    record Executed(long affectedRows, long lastNumber) {}

    private record Shape(BitSet columns, int rows) {}

    private final Connection connection;
    private final Table table;
    private final OnDuplicate onDuplicate;
    private final Map<Shape, PreparedStatement> prepared = new LinkedHashMap<>(MAX_PREPARED, 0.75f, true);

    InsertStatements(Connection connection, Table table, OnDuplicate onDuplicate) {
        this.connection = connection;
        this.table = table;
        this.onDuplicate = onDuplicate;
    }

    /** Inserts rows that all fill the same columns. */
    Executed execute(List<TableRow> rows) throws SQLException {
        BitSet columns = rows.getFirst().columns();
        int maxRows = Math.clamp(MAX_PARAMETERS / Math.max(1, columns.cardinality()), 1, MAX_ROWS);
        long affectedRows = 0;
        long lastNumber = 0;
        for (int from = 0; from < rows.size(); from += maxRows) {
            List<TableRow> some = rows.subList(from, Math.min(rows.size(), from + maxRows));
            PreparedStatement insert = statement(new Shape(columns, some.size()));
            bind(insert, some);
            affectedRows += insert.executeLargeUpdate();
            lastNumber = insert.unwrap(ClientPreparedStatement.class).getLastInsertID();
            insert.clearParameters();
        }
        return new Executed(affectedRows, lastNumber);
    }

    private static void bind(PreparedStatement insert, List<TableRow> rows) throws SQLException {
        int parameter = 1;
        for (TableRow row : rows) {
            for (Object value : row.values()) {
                switch (value) {
                    case String text -> insert.setString(parameter, text);
                    case BigDecimal number -> insert.setBigDecimal(parameter, number);
                    case byte[] bytes -> insert.setBytes(parameter, bytes);
                    default -> insert.setObject(parameter, null);
                }
                parameter++;
            }
        }
    }

    private PreparedStatement statement(Shape shape) throws SQLException {
        PreparedStatement known = prepared.get(shape);
        if (known != null) {
            return known;
        }
        if (prepared.size() == MAX_PREPARED) {
            Shape oldest = prepared.keySet().iterator().next();
            PreparedStatement unused = prepared.remove(oldest);
            if (unused != null) {
                unused.close();
            }
        }
        PreparedStatement made = connection.prepareStatement(sql(shape));
        prepared.put(shape, made);
        return made;
    }

    private String sql(Shape shape) {
        String names = shape.columns.stream().mapToObj(this::quoted).collect(Collectors.joining(", "));
        String parameters = "(" + String.join(",", Collections.nCopies(shape.columns.cardinality(), "?")) + ")";
        String values = String.join(",", Collections.nCopies(shape.rows, parameters));
        return "INSERT INTO " + table.name().quoted() + " (" + names + ") VALUES " + values
                + onDuplicate(shape.columns);
    }

    private String onDuplicate(BitSet columns) {
        return switch (onDuplicate) {
            case ERROR -> "";
            case SKIP -> " ON DUPLICATE KEY UPDATE " + nothing();
            case UPDATE -> " ON DUPLICATE KEY UPDATE " + update(columns);
        };
    }

    private String update(BitSet columns) {
        String assignments = columns.stream()
                .filter(column -> !table.inPrimaryKey(column))
                .mapToObj(this::quoted)
                .map(name -> name + " = VALUES(" + name + ")")
                .collect(Collectors.joining(", "));
        return assignments.isEmpty() ? nothing() : assignments;
    }

    /** A column set to itself. INSERT IGNORE would hide every other error too. */
    private String nothing() {
        // MySQL minds (1869) where that is the column that it has just found a number for.
        int column = firstInputColumn().orElse(table.autoIncrement());
        return quoted(column) + " = " + table.name().quoted() + "." + quoted(column);
    }

    private OptionalInt firstInputColumn() {
        return IntStream.range(0, table.columns().size())
                .filter(i -> table.column(i).origin() == Column.Origin.INPUT)
                .findFirst();
    }

    private String quoted(int column) {
        return TableName.quote(table.column(column).name());
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : prepared.values()) {
            statement.close();
        }
        prepared.clear();
    }
}
