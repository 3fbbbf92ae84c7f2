package io.wizd.db.install;

import io.wizd.db.DatabaseLogins;
import io.wizd.db.Grants;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One more partition of an installation that exists, on any of its servers. Accounts that are there keep their passwords;
 * those that are not, because the server is new, get the ones that the configuration has.
 */
final class NewPartition {
    private final TargetServer server;
    private final String host;
    private final PrintWriter progress;

    /** @param host where the accounts may connect from */
    NewPartition(TargetServer server, String host, PrintWriter progress) {
        this.server = server;
        this.host = host;
        this.progress = progress;
    }

    /**
     * Makes the database; its tables come with the next start of a server.
     *
     * @param prefix of the accounts
     * @param environment has the passwords of accounts that are to be made
     */
    void create(String name, String prefix, Map<String, String> environment) throws SQLException {
        Grants.requireName(name);
        List<String> there = server.existingDatabases(List.of(name));
        if (!there.isEmpty()) {
            throw InstallException.cannotCreate("exists already: " + there.getFirst() + "; choose another name");
        }
        Set<String> known = new LinkedHashSet<>();
        DatabaseLogins logins = new DatabaseLogins(
                login(prefix, "owner", known, environment),
                login(prefix, "app", known, environment),
                login(prefix, "loader", known, environment));
        server.create(name, new Grants(logins, host).leaving(known));
        progress.println("made database " + name + ", without tables");
        for (DatabaseLogins.Login login : logins.all()) {
            progress.println((known.contains(login.name()) ? "account " : "made account ") + login.name() + "@" + host
                    + (known.contains(login.name()) ? " may use it" : ""));
        }
        progress.println("next: add this line to wizd.database.partitions of every server, and restart them; the first"
                + " one makes its tables, and sync moves the keys that it gets");
    }

    private DatabaseLogins.Login login(String prefix, String role, Set<String> known, Map<String, String> environment)
            throws SQLException {
        String name = prefix + "_" + role;
        if (server.hasAccount(name, host)) {
            known.add(name);
            return new DatabaseLogins.Login(name, "");
        }
        String variable = "WIZD_DATABASE_" + role.toUpperCase(Locale.ROOT) + "_PASSWORD";
        String password = environment.getOrDefault(variable, "");
        if (password.isEmpty()) {
            throw InstallException.usage("account " + name + "@" + host + " does not exist on this server: give its"
                    + " password, the one of the configuration, in " + variable
                    + ", or name those that exist with --accounts and --host");
        }
        return new DatabaseLogins.Login(name, password);
    }
}
