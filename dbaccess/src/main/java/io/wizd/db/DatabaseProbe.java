package io.wizd.db;

import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One look at a database, over a connection of its own: for starts, and for people. Changes nothing. Any thread; blocks,
 * 3 s at most where the database is silent.
 */
public final class DatabaseProbe {
    private static final String LIMIT_MS = "3000";
    private static final String PATIENT_LIMIT_MS = "60000";

    private static final int NO_SUCH_PROCEDURE = 1305;

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");
    private static final String MARIADB = "MariaDB";
    private static final int OLDEST_MYSQL = 800;
    private static final int OLDEST_MARIADB = 1011;

    private DatabaseProbe() {}

    /**
     * What a database server is, as far as it matters to wizd.
     *
     * @param version with the name of the product
     * @param isSupported whether wizd's SQL runs there
     * @param localInfile whether files may be loaded, which imports of members do
     * @param maxAllowedPacketBytes the largest statement
     * @param binlogFormat OFF where there is no binary log
     */
    public record ServerFacts(
            String version, boolean isSupported, boolean localInfile, long maxAllowedPacketBytes, String binlogFormat) {

        /** What {@code isSupported} means. */
        public static final String NEEDED = "wizd needs MySQL 8.0 or MariaDB 10.11, or a later one";
    }

    /** @param version as the server says it */
    public static boolean isSupported(String version) {
        Matcher number = VERSION.matcher(version);
        int found = number.find() ? Integer.parseInt(number.group(1)) * 100 + Integer.parseInt(number.group(2)) : 0;
        return found >= (product(version).equals(MARIADB) ? OLDEST_MARIADB : OLDEST_MYSQL);
    }

    /** MariaDB or MySQL, by the version as the server says it. */
    public static String product(String version) {
        return version.toLowerCase(Locale.ROOT).contains("mariadb") ? MARIADB : "MySQL";
    }

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
            String version = row.getString(1);
            return new ServerFacts(
                    product(version) + " " + version.replace("-MariaDB", ""),
                    isSupported(version),
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

    /** The same account, which waits a minute for an answer: for questions that read many rows. */
    static JdbcAddress patient(JdbcAddress account) {
        return account.withOption("connectTimeout", LIMIT_MS).withOption("socketTimeout", PATIENT_LIMIT_MS);
    }

    /** The same account, which gives up where the database is silent. */
    static JdbcAddress bounded(JdbcAddress account) {
        return account.withOption("connectTimeout", LIMIT_MS).withOption("socketTimeout", LIMIT_MS);
    }
}
