package io.wizd.server.http;

import io.wizd.handlers.HandlerPlugin;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Lane;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import io.wizd.handlers.spec.ServiceContext;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Reply;
import java.util.List;

/** {@code fail}: fails unexpectedly, which is told. */
public final class FailingMessage implements HandlerPlugin, MessageHandler<FailingMessage.In, FailingMessage.Out> {
    public record In() {}

    public record Out() {}

    @Override
    public List<MessageHandler<?, ?>> handlers(ServiceContext context) {
        return List.of(this);
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return MessageSpec.of("fail", In.class, Out.class)
                .effect(Effect.READ)
                .lane(Lane.INLINE)
                .routes(Route.get("/fail"));
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        throw new IllegalStateException("a handler that fails");
    }
}
