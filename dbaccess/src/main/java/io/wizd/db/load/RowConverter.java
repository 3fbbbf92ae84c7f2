package io.wizd.db.load;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks rows against the table and turns them into what JDBC sends. For one thread. */
final class RowConverter {

    /** What to do with a column that a JSON row does not name and whose default is NULL. */
    enum Unnamed {
        /** Leave it out of the statement: what must be where an UPDATE may follow, which is to touch only what was named. */
        LEAVE_OUT,
        /** Send NULL, so that rows which name different columns still share one statement. */
        SEND_NULL
    }

    private final Table table;
    private final Unnamed unnamed;

    RowConverter(Table table, Unnamed unnamed) {
        this.table = table;
        this.unnamed = unnamed;
    }

    /** What is wrong with a header: then no row can be loaded. None for inputs without one. */
    List<RowFault> checkHeader(List<String> header) {
        List<RowFault> faults = new ArrayList<>();
        if (header.isEmpty()) {
            return faults;
        }
        BitSet named = new BitSet();
        for (String name : header) {
            int index = table.indexOf(name);
            Optional<String> problem = nameProblem(index);
            if (problem.isPresent()) {
                faults.add(new RowFault(0, 1, name, problem.get()));
            } else if (named.get(index)) {
                faults.add(new RowFault(0, 1, name, "appears twice in the header"));
            } else {
                named.set(index);
            }
        }
        for (Column column : table.columns()) {
            if (column.whenAbsent() == Column.WhenAbsent.REQUIRED && !named.get(table.indexOf(column.name()))) {
                faults.add(new RowFault(0, 1, column.name(), "is required and not in the header"));
            }
        }
        return faults;
    }

    Converted convert(InputRow input) {
        if (input.broken()) {
            return new Converted.Bad(List.of(new RowFault(input.number(), input.line(), "", input.problem())));
        }
        List<RowFault> faults = new ArrayList<>();
        @Nullable Object[] byColumn = new @Nullable Object[table.columns().size()];
        for (int i = 0; i < input.cells().size(); i++) {
            String name = input.names().get(i);
            Cell cell = input.cells().get(i);
            try {
                fill(byColumn, name, cell);
            } catch (BadValueException e) {
                faults.add(new RowFault(input.number(), input.line(), name, e.reason()));
            }
        }
        addMissing(input, byColumn, faults);
        return faults.isEmpty() ? new Converted.Good(row(input, byColumn)) : new Converted.Bad(faults);
    }

    private void fill(@Nullable Object[] byColumn, String name, Cell cell) throws BadValueException {
        int index = table.indexOf(name);
        Optional<String> problem = nameProblem(index);
        if (problem.isPresent()) {
            throw new BadValueException(problem.get());
        }
        byColumn[index] = value(table.column(index), cell).orElse(null);
    }

    private Optional<String> nameProblem(int index) {
        if (index < 0) {
            String known = table.columns().stream()
                    .filter(column -> column.origin() != Column.Origin.GENERATED)
                    .map(Column::name)
                    .collect(Collectors.joining(", "));
            return Optional.of("the table has no such column (it has " + known + ")");
        }
        return table.column(index).origin() == Column.Origin.GENERATED
                ? Optional.of("is computed by the database: leave it out")
                : Optional.empty();
    }

    /** Empty if the column is to take its default. */
    private static Optional<Object> value(Column column, Cell cell) throws BadValueException {
        boolean noValue = cell instanceof Cell.Null
                || (cell instanceof Cell.Empty && !column.type().holdsText());
        if (!noValue) {
            return Optional.of(converted(column, cell));
        }
        boolean mayDefault = cell instanceof Cell.Empty || column.origin() == Column.Origin.AUTO_INCREMENT;
        if (column.takesNull()) {
            return Optional.of(TableRow.SqlNull.NULL);
        } else if (mayDefault && column.whenAbsent() == Column.WhenAbsent.DEFAULT) {
            return Optional.empty();
        }
        String what = cell instanceof Cell.Empty ? "is empty" : "is null";
        throw new BadValueException(what + ", and the column must have a value");
    }

    private static Object converted(Column column, Cell cell) throws BadValueException {
        try {
            return column.type().convert(cell);
        } catch (BadValueException e) {
            throw new BadValueException(Shown.value(cell.text()) + " " + e.reason());
        }
    }

    private void addMissing(InputRow input, @Nullable Object[] byColumn, List<RowFault> faults) {
        boolean sendNull = unnamed == Unnamed.SEND_NULL;
        for (int i = 0; i < byColumn.length; i++) {
            if (byColumn[i] != null) {
                continue;
            }
            Column column = table.column(i);
            if (column.whenAbsent() == Column.WhenAbsent.REQUIRED) {
                if (faults.stream().noneMatch(fault -> table.indexOf(fault.column()) == table.indexOf(column.name()))) {
                    faults.add(new RowFault(input.number(), input.line(), column.name(), "is required and missing"));
                }
            } else if (sendNull
                    && column.whenAbsent() == Column.WhenAbsent.NULL
                    && column.origin() == Column.Origin.INPUT) {
                byColumn[i] = TableRow.SqlNull.NULL;
            }
        }
    }

    private static TableRow row(InputRow input, @Nullable Object[] byColumn) {
        BitSet columns = new BitSet(byColumn.length);
        List<Object> values = new ArrayList<>(byColumn.length);
        for (int i = 0; i < byColumn.length; i++) {
            Object value = byColumn[i];
            if (value != null) {
                columns.set(i);
                values.add(value);
            }
        }
        return new TableRow(input, columns, values);
    }
}
