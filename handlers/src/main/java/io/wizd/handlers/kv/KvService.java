package io.wizd.handlers.kv;

import io.wizd.handlers.spec.Group;
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
     */
    public KvService(ServiceContext context, boolean writeFallback) {
        KvStore store = new KvStore(context.partitions(), writeFallback);
        handlers = List.of(
                new KvSetHandler(store),
                new KvGetHandler(store),
                new KvCreateHandler(store),
                new KvUpdateHandler(store),
                new KvDeleteHandler(store),
                new KvListHandler(context.partitions()),
                new KvBatchHandler(store));
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
