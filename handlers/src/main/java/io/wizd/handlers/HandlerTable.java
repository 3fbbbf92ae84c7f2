package io.wizd.handlers;

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
import io.wizd.handlers.members.MemberBatchHandler;
import io.wizd.handlers.members.MemberCreateHandler;
import io.wizd.handlers.members.MemberDeleteHandler;
import io.wizd.handlers.members.MemberGetHandler;
import io.wizd.handlers.members.MemberListHandler;
import io.wizd.handlers.members.MemberListing;
import io.wizd.handlers.members.MemberReplaceHandler;
import io.wizd.handlers.members.MemberStore;
import io.wizd.handlers.members.MemberUpdateHandler;
import io.wizd.handlers.members.batch.JobCancelHandler;
import io.wizd.handlers.members.batch.JobGetHandler;
import io.wizd.handlers.members.batch.JobListHandler;
import io.wizd.handlers.members.batch.JobRejectsHandler;
import io.wizd.handlers.members.batch.MemberImportHandler;
import io.wizd.handlers.ops.PingHandler;
import io.wizd.handlers.ops.StatsHandler;
import io.wizd.handlers.ops.TypesHandler;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every message type that this server knows: the index of the program. Immutable, any thread. */
public final class HandlerTable {
    private final List<MessageType<?, ?>> rows;
    private final Map<String, MessageType<?, ?>> byName = new HashMap<>();

    /** The built-in handlers, then those of the plugins. */
    public static HandlerTable of(Services services, List<HandlerPlugin> plugins) {
        List<MessageType<?, ?>> rows = new ArrayList<>();
        List<MessageType<?, ?>> finished = Collections.unmodifiableList(rows);
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
                .map(handler -> MessageType.of(handler, services.registry()))
                .forEach(rows::add);
        return new HandlerTable(rows);
    }

    private HandlerTable(List<MessageType<?, ?>> rows) {
        this.rows = List.copyOf(rows);
        List<String> clashes = new ArrayList<>();
        for (MessageType<?, ?> row : rows) {
            Stream.concat(Stream.of(row.spec().type()), row.spec().aliases().stream())
                    .forEach(name -> {
                        MessageType<?, ?> other = byName.putIfAbsent(name, row);
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
    public @Nullable MessageType<?, ?> find(String name) {
        return byName.get(name);
    }

    /** All rows, in the order of the table. */
    public List<MessageType<?, ?>> rows() {
        return rows;
    }
}
