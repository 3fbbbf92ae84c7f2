package io.wizd.handlers.fib;

import io.micrometer.core.instrument.Gauge;
import io.wizd.handlers.spec.Group;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.Service;
import io.wizd.handlers.spec.ServiceContext;
import java.util.List;

/** Fibonacci numbers. */
public final class FibService implements Service {
    private final Fibonacci fibonacci;

    /**
     * With a table that is kept in the data directory.
     *
     * @param cachedMax how many numbers are kept in memory, at most {@link Fibonacci#LARGEST_CACHED_MAX}
     * @param max how many may be asked for, from {@code cachedMax} to {@link Fibonacci#LARGEST_MAX}
     */
    public FibService(ServiceContext context, int cachedMax, int max) {
        fibonacci = new Fibonacci(context.data().resolve("fib-table"), cachedMax, max, context.budgets());
        Gauge.builder("wizd.fib.cached", fibonacci, Fibonacci::cached)
                .description("Fibonacci numbers in memory")
                .register(context.registry());
        Gauge.builder("wizd.fib.sending", fibonacci, Fibonacci::slicesInUse)
                .description("Replies that are being sent from the table of Fibonacci numbers, counted by its segments")
                .register(context.registry());
    }

    @Override
    public Group group() {
        return new Group("fib", "Fibonacci numbers");
    }

    @Override
    public List<MessageHandler<?, ?>> handlers() {
        return List.of(new FibHandler(fibonacci));
    }

    @Override
    public void start() {
        fibonacci.start();
    }

    @Override
    public void close() {
        fibonacci.close();
    }
}
