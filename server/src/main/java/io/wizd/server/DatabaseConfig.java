package io.wizd.server;

import io.wizd.db.JdbcAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the databases are.
 *
 * @param place on a server of ours, or on others
 * @param connectionsPerNode CALLs in flight to each node
 * @param queueCapacity requests that may wait for each procedure of each node
 */
public record DatabaseConfig(Place place, int connectionsPerNode, int queueCapacity) {

    /** On a server of ours, or on others. */
    public sealed interface Place permits Embedded, External {}

    /**
     * On a MariaDB that wizd starts in its data directory.
     *
     * @param prefix of the databases' names, before those of the partitions
     * @param partitions the names of those that keys are spread over
     * @param leaving the names of those that hold keys still, and lose them to the others
     * @param bufferPoolBytes memory of the server for pages
     */
    public record Embedded(String prefix, List<String> partitions, List<String> leaving, long bufferPoolBytes)
            implements Place {}

    /** On servers of their own; partitions and leaving as with {@link Embedded}. */
    public record External(Node main, List<Node> partitions, List<Node> leaving) implements Place {
        /** Those that hold keys and members. */
        public List<Node> nodes() {
            return Stream.concat(partitions.stream(), leaving.stream()).toList();
        }

        /** Main, then the nodes. */
        public List<Node> all() {
            return Stream.concat(Stream.of(main), nodes().stream()).toList();
        }

        /** Each node by its name, with the account that may change rows. */
        public Map<String, JdbcAddress> loaders() {
            return nodes().stream().collect(Collectors.toMap(Node::name, Node::loader));
        }

        /** What the nodes are called. */
        public Set<String> nodeNames() {
            return nodes().stream().map(Node::name).collect(Collectors.toSet());
        }
    }

    /**
     * One database.
     *
     * @param owner the account that migrates it
     * @param app the account that may only call procedures
     * @param loader the account that may read and write rows, for the schedule and for imports
     */
    public record Node(String name, JdbcAddress owner, JdbcAddress app, JdbcAddress loader) {
        /** Without an account for rows, the owner writes them. */
        public Node(String name, JdbcAddress owner, JdbcAddress app) {
            this(name, owner, app, owner);
        }

        /** All three, each once. */
        public List<JdbcAddress> accounts() {
            return Stream.of(owner, app, loader).distinct().toList();
        }
    }
}
