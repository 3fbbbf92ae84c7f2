package io.wizd.bench.reference;

import io.wizd.bench.KvNode;
import io.wizd.bench.LoadFigures;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * LOAD DATA LOCAL INFILE of rows that are known to be good: what bringing members into the database costs at least. One
 * file goes to the first node alone, two go to both at once. It checks nothing and answers for no row. An order is
 * carried out once, however long it takes.
 */
public final class LoadRows {
    private LoadRows() {}

    /** Arguments: how many files, the files, two nodes. */
    public static void main(String[] args) throws Exception {
        int count = Integer.parseInt(args[0]);
        List<Path> files = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            files.add(Path.of(args[i]));
        }
        Orders orders = new Orders(args, 1 + count);
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            orders.obey(durationMs -> {
                long begunNanos = System.nanoTime();
                List<Callable<Long>> loads = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    Path file = files.get(i);
                    KvNode node = orders.nodes().get(i);
                    loads.add(() -> load(node, file));
                }
                long rows = 0;
                for (Future<Long> load : threads.invokeAll(loads)) {
                    rows += load.get();
                }
                double seconds = (System.nanoTime() - begunNanos) / 1e9;
                return new LoadFigures(rows, rows / seconds, 0, 0, 0, "");
            });
        }
    }

    private static long load(KvNode node, Path file) throws SQLException {
        try (Connection connection = node.address()
                        .withOption("allowLoadLocalInfile", "true")
                        .connect();
                Statement statement = connection.createStatement()) {
            return statement.executeLargeUpdate("LOAD DATA LOCAL INFILE '" + file + "' INTO TABLE member"
                    + " CHARACTER SET utf8mb4"
                    + " (id, first_name, last_name, phone_number, client_member_id, account_id)");
        }
    }
}
