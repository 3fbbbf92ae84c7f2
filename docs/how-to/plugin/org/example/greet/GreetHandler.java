package org.example.greet;

import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Reply;
import jakarta.validation.constraints.Size;

/** {@code greet}: greets by name. */
public final class GreetHandler implements MessageHandler<GreetHandler.In, GreetHandler.Out> {

    public record In(
            @Doc("Whom to greet") @Size(min = 1, max = 100) String name) {}

    public record Out(
            @Doc("The greeting") String greeting) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("greet", In.class, Out.class)
            .summary("Greet somebody by name")
            .effect(Effect.READ)
            .routes(Route.get("/greet/{name}"));

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        return Reply.of(new Out("Hello, " + in.name() + "!"));
    }
}
