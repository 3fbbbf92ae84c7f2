package io.wizd.server;

import io.wizd.db.embedded.EmbeddedDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The embedded database, started by this process, and the databases of the configuration on it.
 *
 * @param nodes with all their accounts, the owner too
 */
record EmbeddedNodes(EmbeddedDatabase server, DatabaseConfig.External nodes) implements AutoCloseable {
    private static final String MAIN = "main";

    /**
     * Starts it, and makes the databases that are missing.
     *
     * @throws io.wizd.db.embedded.DatabaseStartException if it does not start
     */
    static EmbeddedNodes start(Path data, DatabaseConfig.Embedded place) {
        EmbeddedDatabase server = EmbeddedDatabase.start(data, databases(place), place.bufferPoolBytes());
        DatabaseConfig.External nodes = new DatabaseConfig.External(
                node(server, place, MAIN),
                place.partitions().stream()
                        .map(name -> node(server, place, name))
                        .toList(),
                place.leaving().stream().map(name -> node(server, place, name)).toList());
        return new EmbeddedNodes(server, nodes);
    }

    private static List<String> databases(DatabaseConfig.Embedded place) {
        return Stream.of(List.of(MAIN), place.partitions(), place.leaving())
                .flatMap(List::stream)
                .map(name -> place.prefix() + name)
                .toList();
    }

    private static DatabaseConfig.Node node(EmbeddedDatabase server, DatabaseConfig.Embedded place, String name) {
        String database = place.prefix() + name;
        return new DatabaseConfig.Node(name, server.owner(database), server.app(database), server.loader(database));
    }

    @Override
    public void close() {
        server.close();
    }
}
