package org.example.greet;

import io.wizd.handlers.HandlerPlugin;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.ServiceContext;
import java.util.List;

/** What wizd finds in the jar; it gives the handlers what they need of {@link ServiceContext}, such as a database. */
public final class GreetPlugin implements HandlerPlugin {
    @Override
    public List<MessageHandler<?, ?>> handlers(ServiceContext context) {
        return List.of(new GreetHandler());
    }
}
