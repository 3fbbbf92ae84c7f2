package io.wizd.db.load;

import io.wizd.db.input.OnDuplicate;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the rows of one transaction, and finds the row to blame where the database refuses. Leaves the transaction open:
 * the caller commits, or rolls back after an exception. For one thread.
 */
final class ChunkWriter implements AutoCloseable {

    /** A row that the database refused, and why. */
    record Refused(TableRow row, RowFault fault) {}

    /** @param witness by which to see later whether the transaction was committed */
    record Written(Counts counts, List<Refused> refused, Witness witness) {

        /** With the rows that follow. */
        Written plus(Written next) {
            List<Refused> all = new ArrayList<>(refused);
            all.addAll(next.refused);
            return new Written(counts.plus(next.counts), all, next.witness.isNone() ? witness : next.witness);
        }
    }

    private final Connection connection;
    private final Table table;
    private final OnDuplicate onDuplicate;
    private final InsertStatements inserts;

    ChunkWriter(Connection connection, Table table, OnDuplicate onDuplicate) {
        this.connection = connection;
        this.table = table;
        this.onDuplicate = onDuplicate;
        this.inserts = new InsertStatements(connection, table, onDuplicate);
    }

    /**
     * Writes the good rows among these and names the others: where the database refuses some rows together, it is asked
     * for each half of them, so that one bad row among a thousand takes some twenty statements.
     *
     * @throws SQLException if no row is to blame, or the transaction may be tried again
     */
    Written write(List<TableRow> rows) throws SQLException {
        // A new savepoint of that name replaces the old one, which nobody goes back to any more.
        Savepoint before = connection.setSavepoint("before_rows");
        try {
            return together(rows);
        } catch (SQLException e) {
            if (!SqlFaults.isRowFault(e)) {
                throw e;
            }
            connection.rollback(before);
            if (rows.size() == 1) {
                return refused(rows.getFirst(), e);
            }
        }
        int half = rows.size() / 2;
        return write(rows.subList(0, half)).plus(write(rows.subList(half, rows.size())));
    }

    /** Rows that follow each other and fill the same columns share a statement; the order of the input is kept. */
    private Written together(List<TableRow> rows) throws SQLException {
        Counts counts = Counts.NONE;
        Witness witness = Witness.NONE;
        int from = 0;
        while (from < rows.size()) {
            int to = from + 1;
            while (to < rows.size()
                    && rows.get(to).columns().equals(rows.get(from).columns())) {
                to++;
            }
            List<TableRow> run = rows.subList(from, to);
            InsertStatements.Executed executed = inserts.execute(run);
            counts = counts.plus(counts(run.size(), executed.affectedRows()));
            witness = Witness.of(table, run.getLast(), executed.lastNumber());
            from = to;
        }
        return new Written(counts, List.of(), witness);
    }

    private static Written refused(TableRow row, SQLException e) {
        InputRow source = row.source();
        RowFault fault = new RowFault(source.number(), source.line(), "", SqlFaults.message(e));
        return new Written(new Counts(0, 0, 0, 1), List.of(new Refused(row, fault)), Witness.NONE);
    }

    /** The connection is told to count so that this can be worked out: {@link TableConnection}. */
    private Counts counts(long rows, long affected) throws SQLException {
        return switch (onDuplicate) {
            case ERROR -> {
                if (affected != rows) {
                    throw new SQLException("the database took " + affected + " of " + rows + " rows and gave no error");
                }
                yield new Counts(rows, 0, 0, 0);
            }
            // A row left as it was counts 0.
            case SKIP -> new Counts(affected, rows - affected, 0, 0);
            // A row that is new or equal counts 1, a changed one 2.
            case UPDATE -> new Counts(rows - (affected - rows), 0, affected - rows, 0);
        };
    }

    @Override
    public void close() throws SQLException {
        inserts.close();
    }
}
