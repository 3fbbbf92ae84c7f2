package io.wizd.handlers;

import io.micrometer.core.instrument.MeterRegistry;
import io.wizd.handlers.cards.RegisterHandler;
import io.wizd.handlers.cards.UpdateHandler;
import io.wizd.handlers.fib.FibHandler;
import io.wizd.handlers.kv.KvBatchHandler;
import io.wizd.handlers.kv.KvCreateHandler;
import io.wizd.handlers.kv.KvDeleteHandler;
import io.wizd.handlers.kv.KvGetHandler;
import io.wizd.handlers.kv.KvListHandler;
import io.wizd.handlers.kv.KvSetHandler;
import io.wizd.handlers.kv.KvUpdateHandler;
import io.wizd.handlers.members.JobCancelHandler;
import io.wizd.handlers.members.JobGetHandler;
import io.wizd.handlers.members.JobListHandler;
import io.wizd.handlers.members.JobRejectsHandler;
import io.wizd.handlers.members.MemberBatchHandler;
import io.wizd.handlers.members.MemberCreateHandler;
import io.wizd.handlers.members.MemberDeleteHandler;
import io.wizd.handlers.members.MemberGetHandler;
import io.wizd.handlers.members.MemberImportHandler;
import io.wizd.handlers.members.MemberListHandler;
import io.wizd.handlers.members.MemberListing;
import io.wizd.handlers.members.MemberReplaceHandler;
import io.wizd.handlers.members.MemberStore;
import io.wizd.handlers.members.MemberUpdateHandler;
import io.wizd.handlers.ops.PingHandler;
import io.wizd.handlers.ops.StatsHandler;
import io.wizd.handlers.ops.TypesHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every message type that this server knows: the index of the program. Immutable, any thread. */
public final class HandlerTable {
    private final List<Row<?, ?>> rows;
    private final Map<String, Row<?, ?>> byName = new HashMap<>();

    /** One type: what was declared, what was derived from it, and what has happened to it. */
    public record Row<I, O>(
            MessageSpec<I, O> spec, MessageHandler<I, O> handler, RecordBinder<I> binder, MessageStats stats) {

        static <I, O> Row<I, O> of(MessageHandler<I, O> handler, MeterRegistry registry) {
            MessageSpec<I, O> spec = handler.spec();
            return new Row<>(
                    spec,
                    handler,
                    RecordBinder.of(spec.in(), spec.expected()),
                    new MessageStats(spec.type(), registry));
        }
    }

    /** The built-in handlers, then those of the plugins. */
    public static HandlerTable of(Services services, List<HandlerPlugin> plugins) {
        List<Row<?, ?>> rows = new ArrayList<>();
        List<Row<?, ?>> finished = Collections.unmodifiableList(rows);
        MemberStore members = new MemberStore(services.main(), services.partitions());

        Stream.<MessageHandler<?, ?>>concat(
                        Stream.of(
                                // cards
                                new RegisterHandler(services.main()),
                                new UpdateHandler(services.main()),
                                // kv
                                new KvSetHandler(services.kv()),
                                new KvGetHandler(services.kv()),
                                new KvCreateHandler(services.kv()),
                                new KvUpdateHandler(services.kv()),
                                new KvDeleteHandler(services.kv()),
                                new KvListHandler(services.partitions()),
                                new KvBatchHandler(services.kv()),
                                // fib
                                new FibHandler(services.fibonacci()),
                                // members
                                new MemberCreateHandler(members),
                                new MemberGetHandler(members),
                                new MemberListHandler(new MemberListing(services.partitions(), members)),
                                new MemberReplaceHandler(members),
                                new MemberUpdateHandler(members),
                                new MemberDeleteHandler(members),
                                new MemberBatchHandler(members),
                                new MemberImportHandler(services.memberJobs()),
                                new JobGetHandler(services.memberJobs()),
                                new JobListHandler(services.memberJobs()),
                                new JobCancelHandler(services.memberJobs()),
                                new JobRejectsHandler(services.memberJobs()),
                                // ops
                                new PingHandler(services.version()),
                                new StatsHandler(finished),
                                new TypesHandler(finished)),
                        plugins.stream().flatMap(plugin -> plugin.handlers(services).stream()))
                .map(handler -> Row.of(handler, services.registry()))
                .forEach(rows::add);
        return new HandlerTable(rows);
    }

    private HandlerTable(List<Row<?, ?>> rows) {
        this.rows = List.copyOf(rows);
        List<String> clashes = new ArrayList<>();
        for (Row<?, ?> row : rows) {
            Stream.concat(Stream.of(row.spec().type()), row.spec().aliases().stream())
                    .forEach(name -> {
                        Row<?, ?> other = byName.putIfAbsent(name, row);
                        if (other != null) {
                            clashes.add(name + " (" + other.handler().getClass().getName() + " and "
                                    + row.handler().getClass().getName() + ")");
                        }
                    });
        }
        if (!clashes.isEmpty()) {
            throw new IllegalStateException(
                    "two handlers have the same message type or alias: " + String.join(", ", clashes));
        }
    }

    /** The row of a type or alias. */
    public @Nullable Row<?, ?> find(String name) {
        return byName.get(name);
    }

    /** All rows, in the order of the table. */
    public List<Row<?, ?>> rows() {
        return rows;
    }
}
