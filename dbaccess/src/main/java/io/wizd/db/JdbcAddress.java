package io.wizd.db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;

/**
 * Where a database is and who connects: a JDBC URL of the form {@code jdbc:mysql://hosts/database?options}, user and
 * password. Immutable; the password never shows in {@link #toString()}.
 */
public record JdbcAddress(String url, String user, String password) {
    private static final int DEFAULT_PORT = 3306;

    public JdbcAddress {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        if (!url.startsWith("jdbc:mysql:") || url.indexOf('/', url.indexOf("//") + 2) < 0) {
            throw new IllegalArgumentException("not of the form jdbc:mysql://host:port/database: " + withoutQuery(url));
        }
        if (url.substring(0, databaseStart(url)).indexOf('@') >= 0) {
            throw new IllegalArgumentException("a JDBC URL must not hold user and password; give them separately");
        }
    }

    /** The same server, account and options, another database; an empty name means none. */
    public JdbcAddress withDatabase(String name) {
        int query = url.indexOf('?');
        String options = query < 0 ? "" : url.substring(query);
        return new JdbcAddress(url.substring(0, databaseStart(url)) + name + options, user, password);
    }

    /** The same database with one more option of the driver, for example {@code allowLoadLocalInfile=true}. */
    public JdbcAddress withOption(String name, String value) {
        String separator = url.indexOf('?') < 0 ? "?" : "&";
        return new JdbcAddress(url + separator + name + "=" + value, user, password);
    }

    /** The name of the database, empty if the URL names none. */
    public String database() {
        return withoutQuery(url).substring(databaseStart(url));
    }

    /** Host and port for a person, {@code db.example:3306}; of several, all that the URL names. */
    public String server() {
        String hosts = url.substring(url.indexOf("//") + 2, databaseStart(url) - 1);
        boolean isPlain = hosts.indexOf(',') < 0 && hosts.indexOf('(') < 0 && hosts.indexOf('[') < 0;
        return isPlain && hosts.indexOf(':') < 0 ? hosts + ":" + DEFAULT_PORT : hosts;
    }

    /** A new connection, outside any pool: for start-up, tools and tests. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    @Override
    public String toString() {
        return user + "@" + withoutQuery(url);
    }

    private static int databaseStart(String url) {
        return url.indexOf('/', url.indexOf("//") + 2) + 1;
    }

    /** Options may hold secrets too (a key store's password), so messages leave them out. */
    private static String withoutQuery(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }
}
