package io.wizd.handlers.spec;

import java.util.List;

/**
 * One service: its message types, and what runs behind them. A package has one, made of a {@link ServiceContext}. All methods are
 * called by the thread that starts and stops the server.
 */
public interface Service extends AutoCloseable {
    /** What its message types have in common, for people. */
    Group group();

    /** Its message types, in the order of the table. */
    List<MessageHandler<?, ?>> handlers();

    /** Begins what it does by itself; messages come soon after. */
    default void start() {}

    /** Begins nothing new by itself: the server answers what is in flight, and then closes. */
    default void stop() {}

    /** Ends what it does by itself; no message comes any more. */
    @Override
    default void close() {}
}
