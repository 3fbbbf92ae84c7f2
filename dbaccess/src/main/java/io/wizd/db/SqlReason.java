package io.wizd.db;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why a database did not do what it was asked, as a person can read it. The driver speaks of packets, in several lines; a
 * pool says that no connection is available, and keeps the reason as a cause.
 *
 * @param kind what may be told to anybody: it names no machine and no account
 * @param text one line for whoever runs wizd: host and port, and what was wrong there
 */
public record SqlReason(Kind kind, String text) {

    /** The accounts, their hosts and their rights on the database, and whether it exists: all in the configuration. */
    private static final Set<Integer> ACCESS_ERRORS =
            Set.of(1044, 1045, 1049, 1130, 1142, 1143, 1227, 1251, 1370, 1698, 1862, 3118);

    /** What kind of reason it is, in words. */
    public enum Kind {
        /** The account, its password or the database: it stays so until a person mends it. */
        ACCESS_DENIED("access denied"),
        /** No such host, or nobody listens there. */
        NOT_CONNECTED("no connection"),
        /** It is silent. */
        NO_ANSWER("no answer"),
        /** It was there, and broke. */
        CONNECTION_LOST("connection lost"),
        /** It said no, for a reason of its own. */
        REFUSED("refused by the database"),
        /** Something else; the log has it. */
        OTHER("see the log");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** For anybody. */
        public String words() {
            return words;
        }
    }

    /** Of what was thrown by a statement or a connection, or has such a cause. */
    public static SqlReason of(Throwable thrown, JdbcAddress address) {
        return of(thrown, address.server());
    }

    /**
     * The same where no address is known.
     *
     * @param server as in {@link JdbcAddress#server()}
     */
    static SqlReason of(Throwable thrown, String server) {
        SQLException said = saidByDatabase(thrown);
        if (said != null) {
            boolean isAccess = ACCESS_ERRORS.contains(said.getErrorCode());
            return new SqlReason(
                    isAccess ? Kind.ACCESS_DENIED : Kind.REFUSED,
                    server + " refused: " + oneLine(said) + " (error " + said.getErrorCode() + ")");
        }
        IOException network = find(thrown, IOException.class);
        if (network != null) {
            return ofNetwork(network, server);
        }
        if (find(thrown, java.sql.SQLTransientConnectionException.class) != null) {
            return new SqlReason(Kind.NO_ANSWER, "no connection to " + server + " could be had in time");
        }
        SQLException any = find(thrown, SQLException.class);
        String state = any == null || any.getSQLState() == null ? "" : any.getSQLState();
        return state.startsWith("08")
                ? new SqlReason(Kind.CONNECTION_LOST, "the connection to " + server + " was lost")
                : new SqlReason(Kind.OTHER, oneLine(any == null ? thrown : any));
    }

    private static SqlReason ofNetwork(IOException e, String server) {
        return switch (e) {
            case UnknownHostException ignored ->
                new SqlReason(Kind.NOT_CONNECTED, "cannot connect to " + server + ": unknown host");
            case ConnectException refused -> notConnected(server, refused);
            case NoRouteToHostException noRoute -> notConnected(server, noRoute);
            case SSLException tls -> notConnected(server, tls);
            case SocketTimeoutException ignored -> new SqlReason(Kind.NO_ANSWER, server + " does not answer");
            case SocketException broken ->
                new SqlReason(
                        Kind.CONNECTION_LOST, "the connection to " + server + " was lost: " + uncapitalized(broken));
            default -> new SqlReason(Kind.CONNECTION_LOST, "the connection to " + server + " was lost");
        };
    }

    private static SqlReason notConnected(String server, IOException e) {
        return new SqlReason(Kind.NOT_CONNECTED, "cannot connect to " + server + ": " + uncapitalized(e));
    }

    /** The kind alone, of what was thrown or has such a cause. */
    public static Kind kindOf(Throwable thrown) {
        return of(thrown, "").kind();
    }

    /** The words of the database alone where it said something, for whoever knows which one it is. */
    public static String words(SQLException e) {
        SQLException said = saidByDatabase(e);
        return said == null ? of(e, "the database").text() : oneLine(said);
    }

    /** The words, and in parentheses the number by which a manual knows them. */
    static String numberedWords(SQLException e) {
        if (e instanceof SqlFailure.NotConnectedException) {
            return String.valueOf(e.getMessage());
        }
        return Optional.ofNullable(saidByDatabase(e))
                .map(said -> oneLine(said) + " (error " + said.getErrorCode() + ")")
                .orElseGet(() -> words(e));
    }

    /** The first with a number: every error that a server says has one. */
    private static @Nullable SQLException saidByDatabase(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            // The pool, and what we wrap its exceptions in, repeat the number of their cause.
            boolean repeats = t.getCause() instanceof SQLException cause && cause.getErrorCode() != 0;
            if (t instanceof SQLException sql && sql.getErrorCode() != 0 && !repeats) {
                return sql;
            }
        }
        return null;
    }

    private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
        }
        return null;
    }

    private static String oneLine(Throwable e) {
        String message = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private static String uncapitalized(IOException e) {
        String message = oneLine(e);
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }
}
