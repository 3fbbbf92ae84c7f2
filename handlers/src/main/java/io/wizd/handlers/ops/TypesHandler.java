package io.wizd.handlers.ops;

import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.Lane;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.MessageType;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Reply;
import java.util.List;

/** {@code types}: every message type that this server knows. */
public final class TypesHandler implements MessageHandler<TypesHandler.In, TypesHandler.Out> {

    public record In() {}

    public record Out(@Doc("In the order of the table") List<Type> types) {}

    /** What a caller needs to know of a type. */
    public record Type(
            @Doc("The msgType") String type,
            @Doc("Other names of the same") List<String> aliases,
            @Doc("One line") String summary,
            @Doc("The role it needs, empty for anyone") String access,
            @Doc("What sending it twice does") String effect,

            @Doc("Whether it is carried out once for each requestId, however often it is sent")
            boolean requestId,

            @Doc("Its HTTP methods and paths") List<String> routes) {

        static Type of(MessageSpec<?, ?> spec) {
            return new Type(
                    spec.type(),
                    spec.aliases(),
                    spec.summary(),
                    spec.access().role(),
                    spec.effect().name(),
                    spec.honoursRequestId(),
                    spec.routes().stream().map(r -> r.verb() + " " + r.path()).toList());
        }
    }

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("types", In.class, Out.class)
            .summary("List the message types")
            .effect(Effect.READ)
            .lane(Lane.INLINE)
            .routes(Route.get("/types").negotiated());

    private final List<MessageType<?, ?>> rows;

    /** The table, which need not be filled yet. */
    public TypesHandler(List<MessageType<?, ?>> rows) {
        this.rows = rows;
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        return Reply.of(new Out(rows.stream().map(row -> Type.of(row.spec())).toList()));
    }
}
