package io.wizd.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code sql/grants.sql} with its names filled in: makes a database and gives wizd's accounts their rights on it. */
public final class Grants {

    /** Nothing that would need quoting, so that a name can stand in a statement as it is. */
    private static final Pattern DATABASE_NAME = Pattern.compile("[A-Za-z0-9_]{1,64}");

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_.:%/-]{1,255}");

    private final DatabaseLogins logins;
    private final String host;
    private final Set<String> left;

    /**
     * @param host where the accounts may connect from, as in {@code 'user'@'host'}; {@code %} is everywhere
     */
    public Grants(DatabaseLogins logins, String host) {
        this(logins, host, Set.of());
    }

    private Grants(DatabaseLogins logins, String host, Set<String> left) {
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("not a host an account may connect from: " + host);
        }
        this.logins = logins;
        this.host = host;
        this.left = left;
    }

    /** The same, but accounts of these names are there: they get their rights, and their passwords stay. */
    public Grants leaving(Set<String> accounts) {
        return new Grants(logins, host, Set.copyOf(accounts));
    }

    /** The statements for one database, in order, each of which can be run again. */
    public List<String> statements(String database) {
        requireName(database);
        Map<String, String> names = new LinkedHashMap<>();
        names.put("${database}", database);
        names.put("${host}", host);
        put(names, "owner", logins.owner());
        put(names, "app", logins.app());
        put(names, "loader", logins.loader());
        String sql = SqlFolder.text("sql/grants.sql")
                .lines()
                .filter(line -> !line.startsWith("--"))
                .collect(Collectors.joining("\n"));
        for (Map.Entry<String, String> name : names.entrySet()) {
            sql = sql.replace(name.getKey(), name.getValue());
        }
        List<String> statements = new ArrayList<>();
        for (String statement : sql.split(";\\s*(\\n|$)", -1)) {
            if (!statement.isBlank() && !makesOneThatIsLeft(statement.strip())) {
                statements.add(statement.strip());
            }
        }
        return statements;
    }

    private boolean makesOneThatIsLeft(String statement) {
        return (statement.startsWith("CREATE USER") || statement.startsWith("ALTER USER"))
                && left.stream().anyMatch(name -> statement.contains("'" + name + "'@"));
    }

    /** Makes the database and gives the rights, over a connection of an administrator. */
    public void apply(Connection administrator, String database) throws SQLException {
        try (Statement statement = administrator.createStatement()) {
            for (String sql : statements(database)) {
                statement.execute(sql);
            }
        }
    }

    /**
     * @throws IllegalArgumentException if the text is not a name that wizd gives a database
     */
    public static void requireName(String database) {
        if (!DATABASE_NAME.matcher(database).matches()) {
            throw new IllegalArgumentException("not a database name (letters, digits and _, at most 64): " + database);
        }
    }

    private static void put(Map<String, String> names, String role, DatabaseLogins.Login login) {
        names.put("${" + role + ".name}", login.name());
        names.put("${" + role + ".password}", login.password());
    }
}
