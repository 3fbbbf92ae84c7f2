package io.wizd.server.testing;

import io.micrometer.core.instrument.MeterRegistry;
import io.wizd.budget.ProcessorBudgets;
import io.wizd.db.Database;
import io.wizd.db.JdbcAddress;
import io.wizd.db.Partitions;
import io.wizd.handlers.HandlerPlugin;
import io.wizd.handlers.HandlerTable;
import io.wizd.handlers.Services;
import io.wizd.handlers.accounts.AccountSettings;
import io.wizd.handlers.accounts.SignUpSettings;
import io.wizd.handlers.spec.MessageAccess;
import io.wizd.handlers.spec.ServiceContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The table of all services, for tests that ask no database. */
public final class TestServices {
    /** Where nothing listens. */
    public static final JdbcAddress NOWHERE = new JdbcAddress("jdbc:mysql://127.0.0.1:1/none", "nobody", "");

    private TestServices() {}

    /** With a database that is not there, and these handlers beside the built-in ones. */
    public static HandlerTable table(Database nowhere, MeterRegistry registry, HandlerPlugin... plugins) {
        return table(nowhere, registry, Services.Settings.DEFAULT, plugins);
    }

    /** The same where this is who may send what, and who may make an account. */
    static HandlerTable table(Database nowhere, MeterRegistry registry, MessageAccess access, SignUpSettings signUp) {
        Services.Settings usual = Services.Settings.DEFAULT;
        AccountSettings accounts = usual.accounts();
        return table(
                nowhere,
                registry,
                new Services.Settings(
                        access,
                        usual.kvWriteFallback(),
                        usual.fibCachedMax(),
                        usual.fibMax(),
                        usual.memberFiles(),
                        new AccountSettings(
                                accounts.tokenTtl(),
                                accounts.auditKeep(),
                                signUp,
                                accounts.mail(),
                                accounts.hashCost()),
                        usual.accessInWords()));
    }

    private static HandlerTable table(
            Database nowhere, MeterRegistry registry, Services.Settings settings, HandlerPlugin... plugins) {
        ServiceContext context = new ServiceContext(
                nowhere,
                NOWHERE,
                new Partitions(List.of(nowhere)),
                Map.of(),
                Path.of("nowhere"),
                ProcessorBudgets.of(ProcessorBudgets.Shares.DEFAULT, registry),
                Duration.ZERO,
                registry,
                "test");
        return Services.of(context, settings, List.of(plugins)).table();
    }
}
