package io.wizd.db;

import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * One look at a database, over a connection of its own: for starts, and for people. Changes nothing. Any thread; blocks,
 * 3 s at most where the database is silent.
 */
public final class DatabaseProbe {
    private static final String LIMIT_MS = "3000";

    private static final int NO_SUCH_PROCEDURE = 1305;

    private DatabaseProbe() {}

    /**
     * What a database server is, as far as it matters to wizd.
     *
     * @param version with the name of the product
     * @param localInfile whether files may be loaded, which imports of members do
     * @param maxAllowedPacketBytes the largest statement
     * @param binlogFormat OFF where there is no binary log
     */
    public record ServerFacts(String version, boolean localInfile, long maxAllowedPacketBytes, String binlogFormat) {}

    /**
     * Returns where the account can connect to its database.
     *
     * @throws AccountException why it cannot
     */
    public static void require(JdbcAddress account) {
        try (Connection connection = bounded(account).connect()) {
            if (!connection.isValid(2)) {
                throw new SQLException("it does not answer", "08S01");
            }
        } catch (SQLException e) {
            throw new AccountException(account, e);
        }
    }

    /**
     * Version and settings of the server, which any account may see.
     *
     * @throws AccountException if it cannot be asked
     */
    public static ServerFacts serverFacts(JdbcAddress account) {
        try (Connection connection = bounded(account).connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT VERSION(), @@local_infile, @@max_allowed_packet, @@log_bin, @@binlog_format")) {
            row.next();
            boolean mariaDb = row.getString(1).contains("MariaDB");
            return new ServerFacts(
                    (mariaDb ? "MariaDB " : "MySQL ") + row.getString(1).replace("-MariaDB", ""),
                    row.getBoolean(2),
                    row.getLong(3),
                    row.getBoolean(4) ? row.getString(5) : "OFF");
        } catch (SQLException e) {
            throw new AccountException(account, e);
        }
    }

    /**
     * What a partition says of itself; empty where it has no procedures yet, because it is new.
     *
     * @param app the account that calls procedures
     * @throws AccountException if it cannot be asked
     */
    public static Optional<NodeState> nodeState(JdbcAddress app) {
        try (Connection connection = bounded(app).connect();
                PreparedStatement call = connection.prepareStatement(NodeState.ASK.statement())) {
            call.setString(1, "[{}]");
            try (ResultSet row = call.executeQuery()) {
                return row.next()
                        ? Optional.of(Jsons.read(Json.of(row.getBytes(2)), NodeState.class))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            if (e.getErrorCode() == NO_SUCH_PROCEDURE) {
                return Optional.empty();
            }
            throw new AccountException(app, e);
        }
    }

    /** The same account, which gives up where the database is silent. */
    static JdbcAddress bounded(JdbcAddress account) {
        return account.withOption("connectTimeout", LIMIT_MS).withOption("socketTimeout", LIMIT_MS);
    }
}
