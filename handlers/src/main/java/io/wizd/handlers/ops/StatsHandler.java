package io.wizd.handlers.ops;

import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.Lane;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.MessageStats;
import io.wizd.handlers.spec.MessageType;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** {@code stats}: what happened to the messages of each type since the server started. */
public final class StatsHandler implements MessageHandler<StatsHandler.In, StatsHandler.Out> {

    public record In() {}

    public record Out(
            @Doc("When the server started, ISO 8601") String startedAt,
            @Doc("Seconds since then") long uptimeSeconds,
            @Doc("In the order of the table") List<TypeStats> types) {}

    /** The counts of one type. */
    public record TypeStats(
            @Doc("The msgType") String type,

            @Doc("Messages answered, with success or an error")
            long calls,

            @Doc("Answered with an error of the client (4xx)")
            long rejected,

            @Doc("Answered with an error of the server (5xx)")
            long failed,

            @Doc("Mean time to the reply, µs") double meanMicros,

            @Doc("Longest time to a reply, µs") double maxMicros) {

        static TypeStats of(String type, MessageStats stats) {
            return new TypeStats(
                    type, stats.calls(), stats.rejected(), stats.failed(), stats.meanMicros(), stats.maxMicros());
        }
    }

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("stats", In.class, Out.class)
            .summary("Count what happened to the messages of each type")
            .effect(Effect.READ)
            .lane(Lane.INLINE)
            .routes(Route.get("/me").negotiated());

    private final MessageSpec<In, Out> spec;
    private final Instant startedAt = Instant.now();
    private final List<MessageType<?, ?>> rows;

    /**
     * Of this table.
     *
     * @param rows which need not be there yet
     * @param access who may send it, as it is configured
     */
    public StatsHandler(List<MessageType<?, ?>> rows, Access access) {
        this.spec = SPEC.access(access);
        this.rows = rows;
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return spec;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        return Reply.of(new Out(
                startedAt.toString(),
                Duration.between(startedAt, Instant.now()).toSeconds(),
                rows.stream()
                        .map(row -> TypeStats.of(row.spec().type(), row.stats()))
                        .toList()));
    }
}
