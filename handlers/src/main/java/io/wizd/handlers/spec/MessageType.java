package io.wizd.handlers.spec;

import io.micrometer.core.instrument.MeterRegistry;

/** A message type as it runs: what was declared, what was derived from that, and what has happened to its messages. */
public record MessageType<I, O>(
        MessageSpec<I, O> spec, MessageHandler<I, O> handler, RecordBinder<I> binder, MessageStats stats) {

    /** The type of this handler, whose figures are in the registry. */
    public static <I, O> MessageType<I, O> of(MessageHandler<I, O> handler, MeterRegistry registry) {
        MessageSpec<I, O> spec = handler.spec();
        return new MessageType<>(
                spec, handler, RecordBinder.of(spec.in(), spec.expected()), new MessageStats(spec.type(), registry));
    }
}
