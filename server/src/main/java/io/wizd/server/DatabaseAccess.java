package io.wizd.server;

import io.wizd.db.AccountException;
import io.wizd.db.DatabaseProbe;
import io.wizd.db.JdbcAddress;
import io.wizd.db.SqlReason;
import io.wizd.server.setup.StartException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who can use a database, and why others cannot. Whoever asks a database before it is used says by this what is wrong.
 *
 * @param accounts those that can
 * @param faults why it cannot be used as the configuration says: {@link AccountException} and
 *     {@link io.wizd.db.MigrationException}
 */
public record DatabaseAccess(DatabaseConfig.Node node, List<JdbcAddress> accounts, List<RuntimeException> faults) {

    /** Tries every account of each database at once; blocks some seconds where any is silent. Changes nothing. */
    static List<DatabaseAccess> of(List<DatabaseConfig.Node> nodes) {
        return SideBySide.ask(nodes, DatabaseAccess::of);
    }

    /**
     * Returns where every account can use its database; blocks some seconds where any is silent. Changes nothing.
     *
     * @throws StartException with all that is wrong
     */
    static void require(List<DatabaseConfig.Node> nodes) {
        List<DatabaseAccess> unusable = of(nodes).stream()
                .filter(database -> !database.faults.isEmpty())
                .toList();
        if (!unusable.isEmpty()) {
            throw unusable(unusable);
        }
    }

    /** Tries every account of one database. */
    static DatabaseAccess of(DatabaseConfig.Node node) {
        List<JdbcAddress> accounts = new ArrayList<>();
        List<RuntimeException> faults = new ArrayList<>();
        for (Attempt attempt : SideBySide.ask(node.accounts(), Attempt::by)) {
            attempt.fault().ifPresentOrElse(faults::add, () -> accounts.add(attempt.account()));
        }
        return new DatabaseAccess(node, List.copyOf(accounts), List.copyOf(faults));
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

    /** Whether waiting may help against it: a database is away, and refused no account. */
    static boolean mayPass(RuntimeException fault) {
        return fault instanceof AccountException account && account.mayPass();
    }

    /** Whether it refuses an account, or what that needs: it does so until a person mends it. */
    boolean isRefused() {
        return faults.stream().anyMatch(fault -> SqlReason.kindOf(fault) == SqlReason.Kind.ACCESS_DENIED);
    }

    /** The same with what else was found. */
    DatabaseAccess with(List<RuntimeException> more) {
        return new DatabaseAccess(
                node, accounts, Stream.concat(faults.stream(), more.stream()).toList());
    }

    /** The faults, a line each, without the name of the database. A reason that is the same for all accounts is told once. */
    public List<String> lines() {
        List<String> reasons = faults.stream()
                .filter(AccountException.class::isInstance)
                .map(fault -> ((AccountException) fault).reason())
                .distinct()
                .toList();
        return accounts.isEmpty() && reasons.size() == 1
                ? reasons
                : faults.stream()
                        .map(fault -> String.valueOf(fault.getMessage()))
                        .toList();
    }

    /** All that is wrong with these databases: what is refused is mended in the configuration, or there; the rest may pass. */
    static StartException unusable(List<DatabaseAccess> databases) {
        return new StartException(
                databases.stream().anyMatch(DatabaseAccess::isRefused)
                        ? StartException.CONFIG
                        : StartException.UNAVAILABLE,
                databases.stream()
                        .flatMap(database -> database.lines().stream().map(line -> database.node.name() + ": " + line))
                        .toList());
    }
}
