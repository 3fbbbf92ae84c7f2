package io.wizd.db.load;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the catalogue says about the table that is loaded. Immutable. */
final class Table {

    private final TableName name;
    private final List<Column> columns;
    private final List<List<Integer>> uniqueKeys;
    private final Set<Integer> primaryKey;
    private final Map<String, Integer> indexByName = new HashMap<>();

    /**
     * @param uniqueKeys the indexes of the columns of each key, the primary key first where there is one
     * @param primaryKey the indexes of its columns, none if the table has no primary key
     */
    Table(TableName name, List<Column> columns, List<List<Integer>> uniqueKeys, Set<Integer> primaryKey) {
        this.name = name;
        this.columns = List.copyOf(columns);
        this.uniqueKeys = List.copyOf(uniqueKeys);
        this.primaryKey = Set.copyOf(primaryKey);
        for (int i = 0; i < columns.size(); i++) {
            indexByName.put(columns.get(i).name().toLowerCase(Locale.ROOT), i);
            indexByName.put(columns.get(i).name(), i);
        }
    }

    TableName name() {
        return name;
    }

    List<Column> columns() {
        return columns;
    }

    Column column(int index) {
        return columns.get(index);
    }

    /** The index of a column, whatever the case of its name; -1 where the table has none of that name. */
    int indexOf(String columnName) {
        Integer index = indexByName.get(columnName);
        return index != null ? index : indexByName.getOrDefault(columnName.toLowerCase(Locale.ROOT), -1);
    }

    List<List<Integer>> uniqueKeys() {
        return uniqueKeys;
    }

    boolean inPrimaryKey(int column) {
        return primaryKey.contains(column);
    }

    /** The index of the column that numbers the rows by itself; -1 where there is none. */
    int autoIncrement() {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).origin() == Column.Origin.AUTO_INCREMENT) {
                return i;
            }
        }
        return -1;
    }
}
