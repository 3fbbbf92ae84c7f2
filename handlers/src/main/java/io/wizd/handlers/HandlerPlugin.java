package io.wizd.handlers;

import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.ServiceContext;
import java.util.List;

/** How a jar in {@code plugins/} brings handlers of its own: a provider for {@link java.util.ServiceLoader}. */
public interface HandlerPlugin {
    /** Its handlers; they are in the table beside the built-in ones. */
    List<MessageHandler<?, ?>> handlers(ServiceContext context);
}
