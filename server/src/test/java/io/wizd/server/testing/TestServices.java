package io.wizd.server.testing;

import io.micrometer.core.instrument.MeterRegistry;
import io.wizd.budget.ProcessorBudgets;
import io.wizd.db.Database;
import io.wizd.db.JdbcAddress;
import io.wizd.db.Partitions;
import io.wizd.handlers.Services;
import io.wizd.handlers.fib.Fibonacci;
import io.wizd.handlers.kv.KvStore;
import io.wizd.handlers.members.batch.FileLimits;
import io.wizd.handlers.members.batch.MemberJobs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What handlers are made of, for tests that ask no database. */
public final class TestServices {
    /** Where nothing listens. */
    public static final JdbcAddress NOWHERE = new JdbcAddress("jdbc:mysql://127.0.0.1:1/none", "nobody", "");

    private TestServices() {}

    /** With a database that is not there. */
    public static Services on(Database nowhere, MeterRegistry registry) {
        Partitions partitions = new Partitions(List.of(nowhere));
        MemberJobs.Places places = new MemberJobs.Places(nowhere, NOWHERE, partitions, Map.of(), Path.of("nowhere"));
        return new Services(
                nowhere,
                partitions,
                new KvStore(partitions, false),
                new Fibonacci(nowhere, 10_000, 100_000, ProcessorBudgets.of(ProcessorBudgets.Shares.DEFAULT, registry)),
                new MemberJobs(places, FileLimits.DEFAULT, Duration.ZERO),
                registry,
                "test");
    }
}
