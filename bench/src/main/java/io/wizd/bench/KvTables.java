package io.wizd.bench;

import io.wizd.client.load.NumberRange;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys that lie in the nodes of one side. Each set of keys is made once, in tables of its own: rounds that change
 * keys get a copy of them, rounds that only read get the tables themselves, under the name that the procedures know. One
 * thread.
 */
public final class KvTables {
    private static final String ENTRIES = "kv_entry";
    private static final String COPY = "keys_copy";
    private static final String USED = "keys_used";

    /** Keys that one row of the change log holds, as if that many had been written by one CALL. */
    private static final int KEYS_A_CHANGE = 128;

    private final List<KvNode> nodes;
    private final Set<String> made = new HashSet<>();
    private String shown = "";

    /** @param nodes with the account that owns their tables */
    KvTables(List<KvNode> nodes) {
        this.nodes = nodes;
    }

    /** The nodes hold these keys and no other, and may change them. */
    public void copyOf(NumberRange keys) {
        String set = made(keys);
        String source = shown.equals(set) ? ENTRIES : set;
        for (KvNode node : nodes) {
            execute(
                    node,
                    "CREATE TABLE " + COPY + " LIKE " + source,
                    "INSERT INTO " + COPY + " SELECT * FROM " + source + " ORDER BY k");
        }
        use(COPY);
        shown = "";
    }

    /** The nodes hold these keys and no other, and only read them. */
    public void toRead(NumberRange keys) {
        String set = made(keys);
        if (!shown.equals(set)) {
            use(set);
            shown = set;
        }
    }

    /** The nodes hold a copy of these keys, and their change logs say that all of them were just written. */
    public void changed(NumberRange keys) {
        copyOf(keys);
        forgetChanges();
        for (KvNode node : nodes) {
            execute(node, """
                    INSERT INTO kv_change (at, ks)
                    SELECT 1, CONCAT('["', GROUP_CONCAT(e.k ORDER BY e.k SEPARATOR '","'), '"]')
                    FROM (SELECT k, (ROW_NUMBER() OVER (ORDER BY k) - 1) DIV %d AS part FROM kv_entry) AS e
                    GROUP BY e.part""".formatted(KEYS_A_CHANGE));
        }
    }

    /** Leaves nothing for sync to do. */
    void forgetChanges() {
        nodes.forEach(node -> execute(node, "TRUNCATE TABLE kv_change"));
    }

    /** The name of the tables that hold the keys, which are made where they are not there yet. */
    private String made(NumberRange keys) {
        String set = "keys_" + keys.min() + "_" + keys.max();
        if (made.add(set)) {
            List<int[]> numbers;
            try (KeyOwners owners = new KeyOwners(nodes)) {
                numbers = owners.numbersOf(keys, KvRows::key);
            }
            for (int i = 0; i < nodes.size(); i++) {
                execute(nodes.get(i), "CREATE TABLE " + set + " LIKE " + ENTRIES);
                load(nodes.get(i), set, numbers.get(i));
            }
        }
        return set;
    }

    /** Only the numbers travel; the server makes keys and values of them. */
    private static void load(KvNode node, String table, int[] numbers) {
        Path file = written(numbers);
        try (Connection connection = node.address()
                        .withOption("allowLoadLocalInfile", "true")
                        .connect();
                Statement statement = connection.createStatement()) {
            // For an empty table, MariaDB then builds the index as a whole.
            statement.execute("SET SESSION unique_checks = 0, foreign_key_checks = 0");
            statement.execute("""
                    LOAD DATA LOCAL INFILE '%s' INTO TABLE %s (@n)
                    SET k = REPLACE('%s', '${n}', @n), v = REPLACE('%s', '${n}', @n), version = 1, born = 1
                    """.formatted(file, table, KvRows.KEY, KvRows.VALUE));
            requireRows(statement, table, numbers.length);
            Files.delete(file);
        } catch (SQLException | IOException e) {
            throw new BenchException("cannot make the keys: " + BenchException.firstLine(e), e);
        }
    }

    private static Path written(int[] numbers) {
        try {
            Path file = Files.createTempFile("wizd-bench", ".txt");
            file.toFile().deleteOnExit();
            try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(file))) {
                Arrays.stream(numbers).forEach(writer::println);
            }
            return file;
        } catch (IOException e) {
            throw new BenchException("cannot write the keys to a file: " + e.getMessage(), e);
        }
    }

    /** LOAD DATA LOCAL fails silently. */
    private static void requireRows(Statement statement, String table, int rows) throws SQLException {
        try (ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            result.next();
            if (result.getLong(1) != rows) {
                throw new BenchException(table + " got " + result.getLong(1) + " keys instead of " + rows);
            }
        }
    }

    /** At one moment for all who look, such as a sync that runs. */
    private void use(String table) {
        for (KvNode node : nodes) {
            String before = shown.isEmpty() ? USED : shown;
            execute(node, "RENAME TABLE " + ENTRIES + " TO " + before + ", " + table + " TO " + ENTRIES);
            if (shown.isEmpty()) {
                execute(node, "DROP TABLE " + USED);
            }
        }
    }

    private static void execute(KvNode node, String... sql) {
        try (Connection connection = node.address().connect();
                Statement statement = connection.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        } catch (SQLException e) {
            throw new BenchException("cannot put the keys in their place: " + BenchException.firstLine(e), e);
        }
    }
}
