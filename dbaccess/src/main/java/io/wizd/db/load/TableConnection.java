package io.wizd.db.load;

import io.wizd.db.JdbcAddress;
import io.wizd.db.input.OnDuplicate;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Opens the connection of a load: one transaction at a time, nothing rounded or cut, times in UTC. */
final class TableConnection {

    private static final String CONNECT_TIMEOUT_MS = "5000";

    /** On top of the server's own modes; the driver has read how it must quote from those, so they stay. */
    private static final String STRICT = "SET SESSION time_zone = '+00:00', SESSION sql_mode = CONCAT_WS(',',"
            + " NULLIF(@@SESSION.sql_mode, ''),"
            + " 'STRICT_ALL_TABLES,STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,NO_AUTO_VALUE_ON_ZERO')";

    private TableConnection() {}

    static Connection open(JdbcAddress address, OnDuplicate onDuplicate) throws LoadException {
        // Whether a row that was there and did not change counts 0 or 1: ChunkWriter.counts.
        boolean countChangesOnly = onDuplicate == OnDuplicate.SKIP;
        JdbcAddress tuned = address.withOption("connectTimeout", CONNECT_TIMEOUT_MS)
                .withOption("characterEncoding", "UTF-8")
                .withOption("useServerPrepStmts", "false")
                .withOption("allowLoadLocalInfile", "false")
                .withOption("useAffectedRows", String.valueOf(countChangesOnly));
        try {
            Connection connection = tuned.connect();
            try (Statement statement = connection.createStatement()) {
                statement.execute(STRICT);
                connection.setAutoCommit(false);
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw SqlFaults.notConnected(e, address);
        }
    }
}
