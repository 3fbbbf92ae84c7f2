package io.wizd.handlers.ops;

import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.Lane;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Reply;

/** {@code ping}: says that the server answers, without asking the database. */
public final class PingHandler implements MessageHandler<PingHandler.In, PingHandler.Out> {

    public record In() {}

    public record Out(
            @Doc("Always true") boolean pong,
            @Doc("Version of the server") String version) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("ping", In.class, Out.class)
            .summary("Ask whether the server answers")
            .effect(Effect.READ)
            .lane(Lane.INLINE)
            .routes(Route.get("/ping"), Route.post("/ping").named("ping-by-post"));

    private final Json pong;

    public PingHandler(String version) {
        this.pong = Jsons.write(new Out(true, version));
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        return Reply.of(pong);
    }
}
