package io.wizd.handlers.spec;

import io.micrometer.core.instrument.MeterRegistry;
import io.wizd.budget.ProcessorBudgets;
import io.wizd.db.Database;
import io.wizd.db.JdbcAddress;
import io.wizd.db.Partitions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What a service, or a plugin, may be made of.
 *
 * @param main accounts, cards, ids
 * @param rowsOfMain main, with an account that may change rows
 * @param partitions keys and members
 * @param rowsOfPartitions each partition by its name, with an account that may change rows
 * @param data the data directory; a service has a folder of its own in there
 * @param budgets what takes processor time
 * @param stopTimeout how long a service may take to close
 * @param registry where metrics go
 * @param version of this server
 */
public record ServiceContext(
        Database main,
        JdbcAddress rowsOfMain,
        Partitions partitions,
        Map<String, JdbcAddress> rowsOfPartitions,
        Path data,
        ProcessorBudgets budgets,
        Duration stopTimeout,
        MeterRegistry registry,
        String version) {}
