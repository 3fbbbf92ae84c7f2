package io.wizd.handlers.kv;

import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.Group;
import io.wizd.handlers.spec.MessageAccess;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.Service;
import io.wizd.handlers.spec.ServiceContext;
import java.util.List;

/** The key-value store. */
public final class KvService implements Service {
    private final List<MessageHandler<?, ?>> handlers;

    /**
     * On all partitions.
     *
     * @param writeFallback whether a copy takes plain sets while the owner is away
     * @param access who may do what
     */
    public KvService(ServiceContext context, boolean writeFallback, MessageAccess access) {
        KvStore store = new KvStore(context.partitions(), writeFallback);
        Access read = access.kvRead().access();
        Access write = access.kvWrite().access();
        handlers = List.of(
                new KvSetHandler(write, store),
                new KvGetHandler(read, store),
                new KvCreateHandler(write, store),
                new KvUpdateHandler(write, store),
                new KvDeleteHandler(write, store),
                new KvListHandler(read, context.partitions()),
                new KvBatchHandler(access.kvReadAndWrite().access(), store));
    }

    @Override
    public Group group() {
        return new Group("keys", "The key-value store");
    }

    @Override
    public List<MessageHandler<?, ?>> handlers() {
        return handlers;
    }
}
