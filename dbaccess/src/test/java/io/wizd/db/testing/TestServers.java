package io.wizd.db.testing;

import io.wizd.db.Schema;
import java.util.List;
import java.util.stream.Stream;

/** The servers that procedures must run on: {@code @MethodSource("io.wizd.db.testing.TestServers#all")}. */
public final class TestServers {

    private TestServers() {}

    /** The embedded MariaDB and MySQL 8, started. */
    public static List<TestServer> all() {
        return List.of(TestMariaDb.server(), TestMySql.server());
    }

    /** A partition of its own on each of them, made when its turn comes; JUnit closes it, being an argument. */
    public static Stream<TestDatabase> freshPartitions() {
        return all().stream().map(server -> server.freshDatabase(Schema.PARTITION));
    }
}
