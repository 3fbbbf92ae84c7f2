package io.wizd.handlers.ops;

import io.wizd.handlers.Call;
import io.wizd.handlers.Doc;
import io.wizd.handlers.Lane;
import io.wizd.handlers.MessageHandler;
import io.wizd.handlers.MessageSpec;
import io.wizd.handlers.Route;
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
            .routes(Route.get("/ping"), Route.post("/ping"));

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
