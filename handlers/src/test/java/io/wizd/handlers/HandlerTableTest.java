package io.wizd.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.budget.ProcessorBudgets;
import io.wizd.db.Database;
import io.wizd.db.JdbcAddress;
import io.wizd.db.Partitions;
import io.wizd.db.Procedure;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.MessageType;
import io.wizd.handlers.spec.ServiceContext;
import io.wizd.protocol.Reply;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What must fit together for every message type; each test lists all faults at once. */
class HandlerTableTest {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    /** The page of nodes in the server asks for it. */
    private static final Set<String> CALLED_BY_THE_SERVER = Set.of("kv_count");

    private static final JdbcAddress ADDRESS = new JdbcAddress("jdbc:mysql://127.0.0.1:1/none", "nobody", "");
    private static final Database NOWHERE = new Database("nowhere", ADDRESS, 1, 1, new SimpleMeterRegistry());
    private static final Partitions PARTITIONS = new Partitions(List.of(NOWHERE));
    private static final HandlerTable TABLE = table();

    private static HandlerTable table(HandlerPlugin... plugins) {
        MeterRegistry registry = new SimpleMeterRegistry();
        ServiceContext context = new ServiceContext(
                NOWHERE,
                ADDRESS,
                PARTITIONS,
                Map.of(),
                Path.of("nowhere"),
                ProcessorBudgets.of(ProcessorBudgets.Shares.DEFAULT, registry),
                Duration.ZERO,
                registry,
                "test");
        return Services.of(context, Services.Settings.DEFAULT, List.of(plugins)).table();
    }

    @AfterAll
    static void close() {
        NOWHERE.close();
    }

    @Test
    void everyTypeHasCasesAndEveryFileOfCasesAType() throws IOException {
        Set<String> types = new TreeSet<>();
        TABLE.rows().forEach(row -> types.add(row.spec().type()));

        assertThat(baseNames(PROJECT.resolve("test-data/messages"), ".json")).isEqualTo(types);
    }

    @Test
    void everyProcedureHasAFileAndEveryFileAUser() throws Exception {
        Set<String> files = baseNames(PROJECT.resolve("sql/main/procedures"), ".sql");
        files.addAll(baseNames(PROJECT.resolve("sql/partition/procedures"), ".sql"));
        Set<String> used = new TreeSet<>(CALLED_BY_THE_SERVER);
        for (Class<?> type : classes()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getType() == Procedure.class && Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    used.add(((Procedure<?>) field.get(null)).name());
                }
            }
        }

        assertThat(used).isEqualTo(files);
    }

    @Test
    void everyFieldIsDocumented() {
        List<String> undocumented = new ArrayList<>();
        for (MessageType<?, ?> row : TABLE.rows()) {
            for (Class<?> type : List.of(row.spec().in(), row.spec().out())) {
                for (RecordComponent component : type.getRecordComponents()) {
                    if (!component.isAnnotationPresent(Doc.class)) {
                        undocumented.add(row.spec().type() + ": " + type.getSimpleName() + "." + component.getName());
                    }
                }
            }
        }
        assertThat(undocumented).isEmpty();
    }

    @Test
    void everyTypeHasASummaryAndItsSpecIsAlwaysTheSame() {
        assertThat(TABLE.rows()).allSatisfy(row -> {
            assertThat(row.spec().summary()).isNotBlank();
            assertThat(row.handler().spec()).isSameAs(row.spec());
        });
    }

    /** Else its function in a generated client would be called by its method and path. */
    @Test
    void everyRouteButTheFirstHasAName() {
        assertThat(TABLE.rows())
                .allSatisfy(row -> assertThat(row.spec().routes().stream().skip(1))
                        .allSatisfy(route -> assertThat(route.name())
                                .as(
                                        "%s of %s: RouteBuilder.named",
                                        route, row.spec().type())
                                .isNotNull()));
    }

    @Test
    void anAliasLeadsToTheSameRow() {
        HandlerTable table = table(context -> List.of(new Plugin("own", "old-own")));

        assertThat(table.find("old-own")).isSameAs(table.find("own")).isNotNull();
        assertThat(table.find("nothing")).isNull();
    }

    @Test
    void aNameUsedTwiceStopsTheStartAndAllClashesAreTold() {
        HandlerPlugin clashing = context -> List.of(new Plugin("ping", "own"), new Plugin("own", "kv-set"));

        assertThatThrownBy(() -> table(clashing))
                .hasMessageContaining("ping (io.wizd.handlers.ops.PingHandler and")
                .hasMessageContaining("kv-set (io.wizd.handlers.kv.KvSetHandler and")
                .hasMessageContaining("own (");
    }

    public record Nothing() {}

    private static final class Plugin implements MessageHandler<Nothing, Nothing> {
        private final MessageSpec<Nothing, Nothing> spec;

        Plugin(String type, String alias) {
            spec = MessageSpec.of(type, Nothing.class, Nothing.class).aliases(alias);
        }

        @Override
        public MessageSpec<Nothing, Nothing> spec() {
            return spec;
        }

        @Override
        public Reply<Nothing> handle(Call call, Nothing in) {
            return Reply.of(in);
        }
    }

    private static Set<String> baseNames(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Set<String> names = new TreeSet<>();
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .forEach(name -> names.add(name.substring(0, name.length() - ending.length())));
            return names;
        }
    }

    private static List<Class<?>> classes() throws IOException, ClassNotFoundException {
        List<Class<?>> classes = new ArrayList<>();
        for (String module : List.of("handlers", "dbaccess")) {
            addClasses(PROJECT.resolve(module + "/target/classes"), classes);
        }
        return classes;
    }

    private static void addClasses(Path root, List<Class<?>> classes) throws IOException, ClassNotFoundException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                String name = root.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
                if (!name.endsWith("package-info")) {
                    classes.add(Class.forName(name));
                }
            }
        }
    }
}
