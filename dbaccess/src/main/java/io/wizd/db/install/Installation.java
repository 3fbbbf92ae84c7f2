package io.wizd.db.install;

import io.wizd.db.DatabaseLogins;
import io.wizd.db.Grants;
import io.wizd.db.JdbcAddress;
import io.wizd.db.Migrations;
import io.wizd.db.Schema;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One installation on one server: looks what is there, drops it if told to, makes it anew and says so. */
final class Installation {

    private final TargetServer server;
    private final JdbcAddress address;
    private final DatabaseNames layout;
    private final AccountPlan plan;
    private final PrintWriter progress;

    /** The accounts to make, and where they may connect from. */
    record AccountPlan(DatabaseLogins logins, String host) {}

    Installation(
            TargetServer server, JdbcAddress address, DatabaseNames layout, AccountPlan plan, PrintWriter progress) {
        this.server = server;
        this.address = address;
        this.layout = layout;
        this.plan = plan;
        this.progress = progress;
    }

    /** Stops where anything exists that it would have to change. */
    void requireNothingThere() throws SQLException {
        List<String> there = existing();
        if (!there.isEmpty()) {
            throw InstallException.cannotCreate("exists already: " + String.join(", ", there)
                    + "; --force drops all of it with its data, --main, --partitions and --accounts choose other"
                    + " names, and wizd itself migrates an existing installation when it starts");
        }
    }

    /** Drops the databases and accounts of these names, where they exist. */
    void dropWhatIsThere() throws SQLException {
        List<String> there = existing();
        server.drop(layout.databases().keySet(), plan.logins(), plan.host());
        there.forEach(name -> progress.println("dropped " + name));
    }

    void create() throws SQLException {
        Grants grants = new Grants(plan.logins(), plan.host());
        for (Map.Entry<String, Schema> database : layout.databases().entrySet()) {
            server.create(database.getKey(), grants);
            Migrations.migrate(plan.logins().owner().at(address).withDatabase(database.getKey()), database.getValue());
            progress.println("made database " + database.getKey() + " with its tables and procedures");
        }
        for (DatabaseLogins.Login login : plan.logins().all()) {
            progress.println("made account " + login.name() + "@" + plan.host());
        }
    }

    /** What the server's configuration needs to use it: a file as it is. */
    void printConfiguration(PrintWriter out) {
        JdbcAddress url = address.withDatabase("");
        DatabaseLogins.Login loader = plan.logins().loader();
        out.println("# For wizd's configuration file, which only its user should be able to read (chmod 600).");
        out.println("# bin/load: --url " + url.url() + " --user " + loader.name() + ", with the password below.");
        out.println("wizd.database {");
        out.println("  mode = external");
        out.println("  main.url = \"" + url.withDatabase(layout.main()).url() + "\"");
        out.println("  partitions = [");
        for (String name : layout.partitions()) {
            out.println("    " + partitionLine(address, name));
        }
        out.println("  ]");
        out.println(accountLine("owner", plan.logins().owner()));
        out.println(accountLine("app", plan.logins().app()));
        out.println(accountLine("loader", plan.logins().loader()));
        out.println("}");
    }

    /** What stands in {@code wizd.database.partitions}. */
    static String partitionLine(JdbcAddress server, String name) {
        return "{ name = \"" + name + "\", url = \"" + server.withDatabase(name).url() + "\" }";
    }

    private static String accountLine(String role, DatabaseLogins.Login login) {
        return "  " + role + " { user = \"" + login.name() + "\", password = \"" + login.password() + "\" }";
    }

    private List<String> existing() throws SQLException {
        List<String> there =
                new ArrayList<>(server.existingDatabases(layout.databases().keySet()));
        there.addAll(server.existingAccounts(plan.logins(), plan.host()));
        return there;
    }
}
