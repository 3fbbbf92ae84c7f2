package io.wizd.bench;

import io.wizd.bench.reference.Orders;
import io.wizd.db.JdbcAddress;
import io.wizd.protocol.Jsons;
import io.wizd.server.cli.Wizd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The processes that cases need, each started when it is first asked for: a database server, wizd on it, references.
 * wizd and the database stay for all cases, references end with theirs. One thread.
 */
public final class Stage implements AutoCloseable {
    private static final int START_TIMEOUT_MS = 60_000;
    private static final String WIZD_READY = "wizd ready on ";

    private final Path folder;
    private final ServerContender.LoadSettings load;
    private final Deque<ReferenceProcess> references = new ArrayDeque<>();
    private @Nullable BenchDatabase database;
    private @Nullable JvmProcess wizd;
    private InetSocketAddress wizdAddress = new InetSocketAddress(0);

    /**
     * @param folder is empty, and may be deleted afterwards
     * @param connections to each server
     */
    public Stage(Path folder, LoadTool tool, int connections) {
        this.folder = folder;
        this.load = new ServerContender.LoadSettings(tool, connections);
    }

    /** The database server that wizd uses. */
    public BenchDatabase database() {
        if (database == null) {
            database = BenchDatabase.start(folder.resolve("database"));
        }
        return database;
    }

    /** Where wizd listens. */
    public InetSocketAddress wizdAddress() {
        wizdProcess();
        return wizdAddress;
    }

    /** wizd under this load. */
    public Contender wizd(Workload workload) {
        return wizd("wizd", workload, load.connections());
    }

    /** wizd under this load, over as many connections as given, whatever was asked for. */
    public Contender wizd(String name, Workload workload, int connections) {
        ServerContender.LoadSettings settings = new ServerContender.LoadSettings(load.tool(), connections);
        return new ServerContender(name, wizdProcess().handle(), wizdAddress(), workload, settings);
    }

    /** wizd, carrying out something that is not a load of many requests. */
    public Contender wizd(String name, SingleRun run) {
        JvmProcess jvm = wizdProcess();
        return new Contender() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public ProcessHandle process() {
                return jvm.handle();
            }

            @Override
            public LoadFigures load(int durationMs) {
                return run.carryOut();
            }
        };
    }

    /** What takes as long as it takes. */
    @FunctionalInterface
    public interface SingleRun {
        LoadFigures carryOut();
    }

    /** A folder for files that cases make. */
    public Path folder() {
        return folder;
    }

    /** Connections to each server, where a case does not say otherwise. */
    public int connections() {
        return load.connections();
    }

    private JvmProcess wizdProcess() {
        if (wizd == null) {
            wizd = startWizd("wizd");
            wizdAddress = awaitReady(wizd);
        }
        return wizd;
    }

    private JvmProcess startWizd(String name) {
        return JvmProcess.start(
                name,
                folder,
                Wizd.class.getName(),
                List.of("run", "--config", configuration(name).toString()));
    }

    private static InetSocketAddress awaitReady(JvmProcess started) {
        String url = started.await(WIZD_READY, START_TIMEOUT_MS);
        int port = URI.create(url.substring(0, (url + " ").indexOf(' '))).getPort();
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /**
     * One more wizd on the same databases, just started; it ends with the references, or before.
     *
     * @param name of its data directory: one that was there before finds what it left
     */
    public FreshWizd freshWizd(String name) {
        JvmProcess jvm = startWizd(name);
        references.push(jvm);
        return new FreshWizd(jvm.handle(), awaitReady(jvm), () -> {
            references.remove(jvm);
            jvm.close();
        });
    }

    /**
     * A wizd beside the one that is measured.
     *
     * @param end ends it
     */
    public record FreshWizd(ProcessHandle process, InetSocketAddress address, Runnable end) {}

    /** JSON is HOCON too. */
    private Path configuration(String name) {
        BenchDatabase server = database();
        JdbcAddress owner = server.main();
        JdbcAddress app = server.wizdNodes().getFirst().address();
        Map<String, Object> databaseKeys = Map.of(
                "mode", "external",
                "main", Map.of("url", owner.url()),
                "partitions",
                        server.wizdNodes().stream()
                                .map(node -> Map.of(
                                        "name",
                                        node.name(),
                                        "url",
                                        node.address().url()))
                                .toList(),
                "owner", Map.of("user", owner.user(), "password", owner.password()),
                "app", Map.of("user", app.user(), "password", app.password()));
        Map<String, Object> keys = Map.of(
                "port",
                0,
                "data",
                folder.resolve(name).toString(),
                "plugins",
                folder.resolve("plugins").toString(),
                "fixtures",
                false,
                "database",
                databaseKeys);
        try {
            Files.createDirectories(folder.resolve("plugins"));
            return Files.writeString(
                    folder.resolve(name + ".conf"), Jsons.MAPPER.writeValueAsString(Map.of("wizd", keys)));
        } catch (IOException e) {
            throw new BenchException("cannot write " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * A reference server, under this load.
     *
     * @param program listens on a free port of 127.0.0.1 and prints {@code ready PORT}
     */
    public ReferenceServer reference(String name, Class<?> program, String... arguments) {
        JvmProcess jvm = startReference(program, List.of(arguments));
        int port = Integer.parseInt(jvm.await("ready ", START_TIMEOUT_MS));
        return new ReferenceServer(
                name, jvm.handle(), new InetSocketAddress(InetAddress.getLoopbackAddress(), port), load);
    }

    /** A reference server that runs. */
    public record ReferenceServer(
            String name, ProcessHandle process, InetSocketAddress address, ServerContender.LoadSettings load) {
        /** The same under a load. */
        public Contender under(Workload workload) {
            return new ServerContender(name, process, address, workload, load);
        }
    }

    /** nginx that serves these files, each under its name. */
    public ReferenceServer nginx(Map<String, byte[]> files) {
        Path home;
        try {
            home = Files.createTempDirectory(folder, "nginx");
            Path root = Files.createDirectory(home.resolve("files"));
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(root.resolve(file.getKey()), file.getValue());
            }
        } catch (IOException e) {
            throw new BenchException("cannot write the files for nginx: " + e.getMessage(), e);
        }
        NginxProcess nginx = NginxProcess.start(home);
        references.push(nginx);
        return new ReferenceServer("nginx", nginx.handle(), nginx.address(), load);
    }

    /**
     * A program that calls the procedures itself, on the references' nodes.
     *
     * @param program obeys {@link io.wizd.bench.reference.Orders}
     */
    public Contender program(String name, Class<?> program, String... arguments) {
        return program(name, program, database().referenceNodes(), List.of(arguments));
    }

    /** The same with the account that owns the tables. */
    public Contender ownersProgram(String name, Class<?> program, List<String> arguments) {
        return program(name, program, database().referenceTables(), arguments);
    }

    /** The same on wizd's own tables, for one that only reads. */
    public Contender readingProgram(String name, Class<?> program, String... arguments) {
        return program(name, program, database().wizdTables(), List.of(arguments));
    }

    private Contender program(String name, Class<?> program, List<KvNode> nodes, List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        for (KvNode node : nodes) {
            all.addAll(List.of(node.name(), node.address().url(), node.address().user()));
        }
        JvmProcess jvm = startReference(program, all);
        jvm.tell(nodes.getFirst().address().password());
        jvm.await(Orders.READY, START_TIMEOUT_MS);
        return new ProgramContender(name, jvm);
    }

    private JvmProcess startReference(Class<?> program, List<String> arguments) {
        String process = program.getSimpleName() + references.size();
        JvmProcess jvm = JvmProcess.start(process, folder, program.getName(), arguments);
        references.push(jvm);
        return jvm;
    }

    /** Ends the references. */
    void endReferences() {
        while (!references.isEmpty()) {
            references.pop().close();
        }
    }

    @Override
    public void close() {
        endReferences();
        if (wizd != null) {
            wizd.close();
        }
        if (database != null) {
            database.close();
        }
    }
}
