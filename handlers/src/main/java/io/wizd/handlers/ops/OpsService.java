package io.wizd.handlers.ops;

import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.Group;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageType;
import io.wizd.handlers.spec.Service;
import io.wizd.handlers.spec.ServiceContext;
import java.util.List;

/** What a server says of itself. */
public final class OpsService implements Service {
    private final List<MessageHandler<?, ?>> handlers;

    /**
     * Of this server.
     *
     * @param types of all services, which need not be there yet
     * @param stats who may see how it does
     */
    public OpsService(ServiceContext context, List<MessageType<?, ?>> types, Access stats) {
        handlers = List.of(new PingHandler(context.version()), new StatsHandler(types, stats), new TypesHandler(types));
    }

    @Override
    public Group group() {
        return new Group("server", "What the server says of itself");
    }

    @Override
    public List<MessageHandler<?, ?>> handlers() {
        return handlers;
    }
}
