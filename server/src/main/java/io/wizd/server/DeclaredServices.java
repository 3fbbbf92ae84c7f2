package io.wizd.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.budget.ProcessorBudgets;
import io.wizd.handlers.HandlerPlugin;
import io.wizd.handlers.HandlerTable;
import io.wizd.handlers.Services;
import io.wizd.handlers.spec.ServiceContext;
import io.wizd.server.setup.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The services as a start makes them of a configuration, for what they declare: they carry out no message, and their data
 * directory is an empty one of their own. One thread.
 */
public final class DeclaredServices implements AutoCloseable {
    private final Services services;
    private final RunningNodes databases;
    private final ProcessorBudgets processors;
    private final Path folder;

    private DeclaredServices(Services services, RunningNodes databases, ProcessorBudgets processors, Path folder) {
        this.services = services;
        this.databases = databases;
        this.processors = processors;
        this.folder = folder;
    }

    /**
     * On databases that are all away, so that none need run.
     *
     * @throws StartException if a plugin does not go with the other handlers, or asks a database before it has handlers
     */
    public static DeclaredServices withoutDatabases(ServerConfig config, List<HandlerPlugin> plugins) {
        DatabaseConfig.External nowhere = RunningNodes.nowhere(config.database().place());
        return on(RunningNodes.away(config, nowhere), nowhere, config, plugins);
    }

    /**
     * On databases that were opened for this, and are closed with it.
     *
     * @param addresses theirs
     * @throws StartException if a plugin does not go with the other handlers
     */
    static DeclaredServices on(
            RunningNodes databases,
            DatabaseConfig.External addresses,
            ServerConfig config,
            List<HandlerPlugin> plugins) {
        MeterRegistry registry = new SimpleMeterRegistry();
        ProcessorBudgets processors = ProcessorBudgets.of(config.budget().processors(), registry);
        Path folder = emptyFolder();
        ServiceContext context = new ServiceContext(
                databases.main(),
                addresses.main().loader(),
                databases.partitions(),
                addresses.loaders(),
                folder,
                processors,
                Duration.ofMillis(config.stopTimeoutMs()),
                registry,
                Version.current());
        try {
            Services services = Services.of(context, Server.settings(config, config.port()), plugins);
            return new DeclaredServices(services, databases, processors, folder);
        } catch (IllegalStateException | IllegalArgumentException | LinkageError e) {
            giveBack(databases, processors, folder);
            throw Server.doesNotGo(e);
        } catch (RuntimeException e) {
            giveBack(databases, processors, folder);
            throw e;
        }
    }

    /** All message types, those of plugins too. */
    public HandlerTable table() {
        return services.table();
    }

    Services services() {
        return services;
    }

    RunningNodes databases() {
        return databases;
    }

    ProcessorBudgets processors() {
        return processors;
    }

    /** The data directory. */
    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        services.close();
        giveBack(databases, processors, folder);
    }

    private static void giveBack(RunningNodes databases, ProcessorBudgets processors, Path folder) {
        databases.close();
        processors.close();
        delete(folder);
    }

    private static Path emptyFolder() {
        try {
            return Files.createTempDirectory("wizd-declared");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make an empty data directory", e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }
}
