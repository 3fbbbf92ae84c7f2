package io.wizd.handlers.kv;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.db.Database;
import io.wizd.db.Partitions;
import io.wizd.db.Schema;
import io.wizd.db.testing.Door;
import io.wizd.db.testing.Eventually;
import io.wizd.db.testing.Sql;
import io.wizd.db.testing.TestDatabase;
import io.wizd.db.testing.TestMariaDb;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Partitions in databases of their own, each behind a door; and what several wizds would see of them. */
final class KvNodes implements AutoCloseable {
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final List<Partitions> opened = new ArrayList<>();

    private record Node(TestDatabase database, Door door) {}

    KvNodes(String... names) {
        Arrays.stream(names).forEach(this::add);
    }

    /** One more, empty. */
    void add(String name) {
        TestDatabase database = TestMariaDb.server().freshDatabase(Schema.PARTITION);
        nodes.put(name, new Node(database, new Door(database.app())));
    }

    /** As when the disk was lost: the same node, empty. */
    void lose(String name) {
        Node lost = node(name);
        add(name);
        lost.door.close();
        lost.database.close();
    }

    private Node node(String name) {
        return Objects.requireNonNull(nodes.get(name), name);
    }

    /** What a wizd with this configuration has, once it has asked the nodes. */
    Partitions open(int copies, List<String> staying, List<String> leaving) {
        Partitions partitions = new Partitions(
                staying.stream().map(this::database).toList(),
                leaving.stream().map(this::database).toList(),
                copies);
        opened.add(partitions);
        partitions.refresh();
        return partitions;
    }

    /** The same with none that leaves. */
    Partitions open(int copies, String... staying) {
        return open(copies, List.of(staying), List.of());
    }

    private Database database(String name) {
        return new Database(
                name, node(name).door.through(node(name).database.app()), 2, 20_000, new SimpleMeterRegistry());
    }

    /** Nobody reaches the node; returns when these partitions know. */
    void takeAway(String name, Partitions partitions) {
        node(name).door.shut();
        Database node = Objects.requireNonNull(partitions.node(name));
        Eventually.await(name + " is away", () -> {
            if (!node.isAway()) {
                partitions.refresh();
            }
            return node.isAway();
        });
    }

    /** The node can be reached again; returns when these partitions know. */
    void bringBack(String name, Partitions partitions) {
        node(name).door.open();
        Database node = Objects.requireNonNull(partitions.node(name));
        Eventually.await(name + " is back", () -> !node.isAway());
    }

    /** Every row of the node, as text that can be compared with that of another one. */
    List<String> rows(String name) throws SQLException {
        return Sql.column(
                node(name).database.owner(),
                "SELECT CONCAT_WS('|', HEX(k), version, born, COALESCE(type, '-'), COALESCE(expires, '-'),"
                        + " COALESCE(HEX(v), 'dead')) FROM kv_entry ORDER BY k");
    }

    /** Runs a statement on the node's database. */
    void execute(String name, String sql) throws SQLException {
        Sql.execute(node(name).database.owner(), sql);
    }

    /** How many rows a table of the node has. */
    long count(String name, String table) throws SQLException {
        return Long.parseLong(Sql.query(node(name).database.owner(), "SELECT COUNT(*) FROM " + table));
    }

    @Override
    public void close() {
        opened.forEach(Partitions::close);
        nodes.values().forEach(node -> {
            node.door.close();
            node.database.close();
        });
    }
}
