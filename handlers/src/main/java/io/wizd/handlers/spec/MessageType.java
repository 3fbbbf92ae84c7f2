package io.wizd.handlers.spec;

import io.micrometer.core.instrument.MeterRegistry;

/** A message type as it runs: what was declared, what was derived from that, and what has happened to its messages. */
public record MessageType<I, O>(
        Group group, MessageSpec<I, O> spec, MessageHandler<I, O> handler, RecordBinder<I> binder, MessageStats stats) {

    /** The type of a handler of this group, whose figures are in the registry. */
    public static <I, O> MessageType<I, O> of(Group group, MessageHandler<I, O> handler, MeterRegistry registry) {
        MessageSpec<I, O> spec = handler.spec();
        return new MessageType<>(
                group,
                spec,
                handler,
                RecordBinder.of(spec.in(), spec.expected()),
                new MessageStats(spec.type(), registry));
    }
}
