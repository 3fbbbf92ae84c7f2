package io.wizd.db.testing;

import java.util.List;

/** The servers that procedures must run on: {@code @MethodSource("io.wizd.db.testing.TestServers#all")}. */
public final class TestServers {

    private TestServers() {}

    /** The embedded MariaDB and MySQL 8, started. */
    public static List<TestServer> all() {
        return List.of(TestMariaDb.server(), TestMySql.server());
    }
}
