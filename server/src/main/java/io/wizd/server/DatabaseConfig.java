package io.wizd.server;

import io.wizd.db.JdbcAddress;
import java.util.List;
import java.util.Optional;

/**
 * Where the databases are.
 *
 * @param external where they are servers of their own; empty for the embedded one
 * @param bufferPoolBytes memory of the embedded server for pages
 * @param connectionsPerNode CALLs in flight to each node
 * @param queueCapacity requests that may wait for each procedure of each node
 */
public record DatabaseConfig(
        Optional<External> external, long bufferPoolBytes, int connectionsPerNode, int queueCapacity) {

    /** Databases on servers of their own. */
    public record External(Node main, List<Node> partitions) {}

    /**
     * One database.
     *
     * @param owner the account that migrates it
     * @param app the account that may only call procedures
     */
    public record Node(String name, JdbcAddress owner, JdbcAddress app) {}
}
