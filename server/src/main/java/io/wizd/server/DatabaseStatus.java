package io.wizd.server;

import io.wizd.db.AccountException;
import io.wizd.db.DatabaseProbe;
import io.wizd.db.DatabaseProbe.ServerFacts;
import io.wizd.db.JdbcAddress;
import io.wizd.db.MigrationException;
import io.wizd.db.Migrations;
import io.wizd.db.Migrations.SchemaVersion;
import io.wizd.db.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How one database is, as its accounts find it.
 *
 * @param access who can use it, and why it cannot be used as the configuration says
 * @param schema null where it cannot be read
 * @param facts null where no account reaches it
 * @param warnings what should be mended although a server starts with it, a line each
 */
public record DatabaseStatus(
        DatabaseAccess access,
        @Nullable SchemaVersion schema,
        @Nullable ServerFacts facts,
        List<String> warnings) {

    /** A value of 16 MiB takes so much on its way. */
    private static final long NEEDED_PACKET_BYTES = 64L << 20;

    /** Looks at all of them at once, main first; blocks some seconds where any is silent. Changes nothing. */
    public static List<DatabaseStatus> of(DatabaseConfig.External nodes) {
        return SideBySide.ask(nodes.all(), node -> of(node, node == nodes.main() ? Schema.MAIN : Schema.PARTITION));
    }

    private static DatabaseStatus of(DatabaseConfig.Node node, Schema schema) {
        DatabaseAccess access = DatabaseAccess.of(node);
        List<JdbcAddress> accounts = access.accounts();
        List<RuntimeException> faults = new ArrayList<>();
        SchemaVersion version =
                accounts.contains(node.owner()) ? orNull(() -> Migrations.version(node.owner(), schema), faults) : null;
        ServerFacts facts =
                accounts.isEmpty() ? null : orNull(() -> DatabaseProbe.serverFacts(accounts.getFirst()), faults);
        return new DatabaseStatus(
                access.with(faults), version, facts, facts == null ? List.of() : warningsOf(facts, schema));
    }

    private static <T> @Nullable T orNull(Supplier<T> asked, List<RuntimeException> faults) {
        try {
            return asked.get();
        } catch (AccountException | MigrationException e) {
            faults.add(e);
            return null;
        }
    }

    private static List<String> warningsOf(ServerFacts facts, Schema schema) {
        List<String> warnings = new ArrayList<>();
        if (!facts.isSupported()) {
            warnings.add(ServerFacts.NEEDED + "; its server is " + facts.version());
        }
        if (facts.maxAllowedPacketBytes() < NEEDED_PACKET_BYTES) {
            warnings.add("max_allowed_packet is below 64 MiB: values of 16 MiB do not fit");
        }
        if (facts.binlogFormat().equals("STATEMENT")) {
            warnings.add("binlog_format must be ROW or MIXED, because procedures run at READ COMMITTED");
        }
        if (schema == Schema.PARTITION && !facts.localInfile()) {
            warnings.add("local_infile is OFF: files of members cannot be imported");
        }
        return List.copyOf(warnings);
    }

    /** How it is reached. */
    public DatabaseConfig.Node node() {
        return access.node();
    }

    /** The accounts that can use it. */
    public List<String> reachedBy() {
        return access.accounts().stream().map(JdbcAddress::user).toList();
    }

    /** What the configuration calls it. */
    public String name() {
        return node().name();
    }

    /** Its server and its name there. */
    public String database() {
        return node().app().server() + "/" + node().app().database();
    }

    /** Whether every account of the configuration can use it. */
    public boolean isReached() {
        return access.faults().stream().noneMatch(AccountException.class::isInstance);
    }

    /** Whether it is there, and refuses an account of the configuration. */
    public boolean isRefused() {
        return access.isRefused();
    }

    /** What is wrong, faults first, a line each, without the name of the database. */
    public List<String> problems() {
        return Stream.concat(access.lines().stream(), warnings.stream()).toList();
    }
}
