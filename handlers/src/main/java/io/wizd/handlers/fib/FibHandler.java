package io.wizd.handlers.fib;

import io.wizd.handlers.Call;
import io.wizd.handlers.Doc;
import io.wizd.handlers.Lane;
import io.wizd.handlers.MessageHandler;
import io.wizd.handlers.MessageSpec;
import io.wizd.handlers.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Reply;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.math.BigInteger;
import java.util.List;

/** {@code fib}: the first N Fibonacci numbers, exactly. */
public final class FibHandler implements MessageHandler<FibHandler.In, FibHandler.Out> {

    public record In(
            @Doc("How many numbers") @Min(0) @Max(10_000) int N) {}

    public record Out(
            @Doc("How many numbers") int N,

            @Doc("0, 1, 1, 2, 3, … as JSON integers of any length")
            List<BigInteger> result) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("fib", In.class, Out.class)
            .summary("The first N Fibonacci numbers")
            .effect(Effect.READ)
            .lane(Lane.BLOCKING) // computing the 10,000th takes longer than an event loop may
            .routes(Route.get("/fib/{N}"), Route.get("/fib"));

    private final FibTable table = new FibTable();

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        return Reply.of(table.first(in.N()));
    }
}
