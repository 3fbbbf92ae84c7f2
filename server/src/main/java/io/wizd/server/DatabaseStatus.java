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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How one database is, as its accounts find it.
 *
 * @param reachedBy the accounts that can use it
 * @param schema null where it cannot be read
 * @param facts null where no account reaches it
 * @param faults why it cannot be used as the configuration says: {@link AccountException} and {@link MigrationException}
 * @param warnings what should be mended although a server starts with it, a line each
 */
public record DatabaseStatus(
        DatabaseConfig.Node node,
        List<String> reachedBy,
        @Nullable SchemaVersion schema,
        @Nullable ServerFacts facts,
        List<RuntimeException> faults,
        List<String> warnings) {

    /** A value of 16 MiB takes so much on its way. */
    private static final long NEEDED_PACKET_BYTES = 64L << 20;

    /** Looks at all of them at once, main first; blocks some seconds where any is silent. Changes nothing. */
    public static List<DatabaseStatus> of(DatabaseConfig.External nodes) {
        List<DatabaseConfig.Node> all =
                Stream.concat(Stream.of(nodes.main()), nodes.nodes().stream()).toList();
        return sideBySide(all, node -> of(node, node == nodes.main() ? Schema.MAIN : Schema.PARTITION));
    }

    private static DatabaseStatus of(DatabaseConfig.Node node, Schema schema) {
        List<Attempt> attempts = sideBySide(node.accounts(), Attempt::by);
        List<RuntimeException> faults = new ArrayList<>();
        attempts.stream().flatMap(attempt -> attempt.fault().stream()).forEach(faults::add);
        List<JdbcAddress> reaching = attempts.stream()
                .filter(attempt -> attempt.fault().isEmpty())
                .map(Attempt::account)
                .toList();
        SchemaVersion version =
                reaching.contains(node.owner()) ? orNull(() -> Migrations.version(node.owner(), schema), faults) : null;
        ServerFacts facts =
                reaching.isEmpty() ? null : orNull(() -> DatabaseProbe.serverFacts(reaching.getFirst()), faults);
        return new DatabaseStatus(
                node,
                reaching.stream().map(JdbcAddress::user).toList(),
                version,
                facts,
                List.copyOf(faults),
                facts == null ? List.of() : warningsOf(facts, schema));
    }

    private record Attempt(JdbcAddress account, Optional<AccountException> fault) {
        static Attempt by(JdbcAddress account) {
            try {
                DatabaseProbe.require(account);
                return new Attempt(account, Optional.empty());
            } catch (AccountException e) {
                return new Attempt(account, Optional.of(e));
            }
        }
    }

    private static <T> @Nullable T orNull(Supplier<T> asked, List<RuntimeException> faults) {
        try {
            return asked.get();
        } catch (AccountException | MigrationException e) {
            faults.add(e);
            return null;
        }
    }

    /** Takes as long as the slowest. */
    private static <T, R> List<R> sideBySide(List<T> all, Function<T, R> asked) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<R>> answers = all.stream()
                    .map(one -> CompletableFuture.supplyAsync(() -> asked.apply(one), threads))
                    .toList();
            return answers.stream().map(CompletableFuture::join).toList();
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

    /** What the configuration calls it. */
    public String name() {
        return node.name();
    }

    /** Its server and its name there. */
    public String database() {
        return node.app().server() + "/" + node.app().database();
    }

    /** Whether every account of the configuration can use it. */
    public boolean isReached() {
        return faults.stream().noneMatch(AccountException.class::isInstance);
    }

    /** What is wrong, faults first, a line each, without the name of the database. */
    public List<String> problems() {
        return Stream.concat(faultLines().stream(), warnings.stream()).toList();
    }

    /** Why it cannot be used, a line each, without its name. A reason that is the same for all accounts is one of the database. */
    List<String> faultLines() {
        List<String> reasons = faults.stream()
                .filter(AccountException.class::isInstance)
                .map(fault -> ((AccountException) fault).reason())
                .distinct()
                .toList();
        return reachedBy.isEmpty() && reasons.size() == 1
                ? reasons
                : faults.stream()
                        .map(fault -> String.valueOf(fault.getMessage()))
                        .toList();
    }
}
