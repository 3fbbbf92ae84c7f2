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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one database is, as its accounts find it.
 *
 * @param reachedBy the accounts that can use it
 * @param schema null where it cannot be read
 * @param facts null where no account reaches it
 * @param isReached whether every account of the configuration can use it
 * @param problems what is wrong, a line each
 */
public record DatabaseStatus(
        String name,
        String database,
        List<String> reachedBy,
        @Nullable SchemaVersion schema,
        @Nullable ServerFacts facts,
        boolean isReached,
        List<String> problems) {

    /** A value of 16 MiB takes so much on its way. */
    private static final long NEEDED_PACKET_BYTES = 64L << 20;

    /** Looks at all of them, main first; blocks some seconds for each that is silent. Changes nothing. */
    public static List<DatabaseStatus> of(DatabaseConfig.External nodes) {
        List<DatabaseStatus> all = new ArrayList<>();
        all.add(of(nodes.main(), Schema.MAIN));
        nodes.nodes().forEach(node -> all.add(of(node, Schema.PARTITION)));
        return all;
    }

    private static DatabaseStatus of(DatabaseConfig.Node node, Schema schema) {
        List<String> problems = new ArrayList<>();
        List<JdbcAddress> reaching = new ArrayList<>();
        for (JdbcAddress account : node.accounts()) {
            try {
                DatabaseProbe.require(account);
                reaching.add(account);
            } catch (AccountException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        SchemaVersion version = reaching.contains(node.owner()) ? version(node, schema, problems) : null;
        ServerFacts facts = reaching.isEmpty() ? null : DatabaseProbe.serverFacts(reaching.getFirst());
        if (facts != null) {
            problems.addAll(problemsOf(facts, schema));
        }
        return new DatabaseStatus(
                node.name(),
                node.app().server() + "/" + node.app().database(),
                reaching.stream().map(JdbcAddress::user).toList(),
                version,
                facts,
                reaching.size() == node.accounts().size(),
                List.copyOf(problems));
    }

    private static @Nullable SchemaVersion version(DatabaseConfig.Node node, Schema schema, List<String> problems) {
        try {
            return Migrations.version(node.owner(), schema);
        } catch (MigrationException e) {
            problems.add(Objects.requireNonNullElse(e.getMessage(), "its schema cannot be read"));
            return null;
        }
    }

    private static List<String> problemsOf(ServerFacts facts, Schema schema) {
        List<String> problems = new ArrayList<>();
        if (facts.maxAllowedPacketBytes() < NEEDED_PACKET_BYTES) {
            problems.add("max_allowed_packet is below 64 MiB: values of 16 MiB do not fit");
        }
        if (facts.binlogFormat().equals("STATEMENT")) {
            problems.add("binlog_format must be ROW or MIXED, because procedures run at READ COMMITTED");
        }
        if (schema == Schema.PARTITION && !facts.localInfile()) {
            problems.add("local_infile is OFF: files of members cannot be imported");
        }
        return problems;
    }
}
