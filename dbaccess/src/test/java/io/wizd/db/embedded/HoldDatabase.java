package io.wizd.db.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;

/**
 * A program that starts the embedded database on the data directory it is given, says {@code ready PID}, and then
 * commits one row after the other, saying each number once it is committed, until it is killed.
 */
public final class HoldDatabase {

    private HoldDatabase() {}

    /** Runs until it is killed. */
    @SuppressWarnings("InfiniteLoop")
    public static void main(String[] arguments) throws Exception {
        EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(arguments[0]), List.of("wizd_main"), 32L << 20);
        System.out.println("ready " + database.pid());
        try (Connection connection = database.owner("wizd_main").connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS committed (n INT PRIMARY KEY)");
            for (int n = 1; ; n++) {
                statement.execute("INSERT INTO committed VALUES (" + n + ")");
                System.out.println(n);
            }
        }
    }
}
