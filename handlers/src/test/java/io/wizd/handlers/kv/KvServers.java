package io.wizd.handlers.kv;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.db.Database;
import io.wizd.db.JdbcAddress;
import io.wizd.db.Migrations;
import io.wizd.db.Partitions;
import io.wizd.db.Schema;
import io.wizd.db.embedded.EmbeddedDatabase;
import io.wizd.db.testing.Door;
import io.wizd.db.testing.Eventually;
import io.wizd.db.testing.Sql;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Partitions on database servers of their own, which a test kills and brings back. */
final class KvServers implements AutoCloseable {
    private static final String DATABASE = "test_kv";
    private static final long POOL_BYTES = 32 << 20;

    private final Map<String, Server> servers = new LinkedHashMap<>();
    private final Partitions partitions;

    private record Server(EmbeddedDatabase database, Door door, Database node) {}

    /** Starts one server for each name, in a folder of that name. */
    KvServers(Path folder, int copies, String... names) {
        for (String name : names) {
            EmbeddedDatabase database = EmbeddedDatabase.start(folder.resolve(name), List.of(DATABASE), POOL_BYTES);
            Migrations.migrate(database.owner(DATABASE), Schema.PARTITION);
            Door door = new Door(database.app(DATABASE));
            JdbcAddress app = door.through(database.app(DATABASE));
            Database node = new Database(name, app, 2, 20_000, new SimpleMeterRegistry());
            servers.put(name, new Server(database, door, node));
        }
        this.partitions =
                new Partitions(servers.values().stream().map(Server::node).toList(), List.of(), copies);
        partitions.refresh();
    }

    Partitions partitions() {
        return partitions;
    }

    private Server server(String name) {
        return Objects.requireNonNull(servers.get(name), name);
    }

    /** As when the power goes: no chance to write anything more. It stays away until {@link #bringBack}. */
    void kill(String name) {
        Server server = server(name);
        long pid = server.database.pid();
        server.door.shut();
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        Eventually.await(name + " is dead", () -> !process.isAlive());
    }

    /** Returns when the server has recovered and calls reach it. */
    void bringBack(String name) {
        Server server = server(name);
        Eventually.await(name + " has recovered", () -> {
            try {
                Sql.query(server.database.owner(DATABASE), "SELECT 1");
                return true;
            } catch (SQLException e) {
                return false;
            }
        });
        server.door.open();
        Eventually.await(name + " is back", () -> !server.node.isAway());
    }

    /** The rows of a node, by key: everything that is stored, as text. */
    Map<String, String> rows(String name) throws SQLException {
        Map<String, String> rows = new LinkedHashMap<>();
        List<String> lines = Sql.column(
                server(name).database.owner(DATABASE),
                "SELECT CONCAT_WS('|', CONVERT(k USING utf8mb4), version, born, COALESCE(type, '-'),"
                        + " COALESCE(expires, '-'), COALESCE(v, 'dead')) FROM kv_entry ORDER BY k");
        for (String line : lines) {
            int end = line.indexOf('|');
            rows.put(line.substring(0, end), line.substring(end + 1));
        }
        return rows;
    }

    @Override
    public void close() {
        partitions.close();
        servers.values().forEach(server -> {
            server.door.close();
            server.database.close();
        });
    }
}
