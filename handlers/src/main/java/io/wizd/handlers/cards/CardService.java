package io.wizd.handlers.cards;

import io.wizd.handlers.spec.Group;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.Service;
import io.wizd.handlers.spec.ServiceContext;
import java.util.List;

/** Business cards, exchanged by phone. */
public final class CardService implements Service {
    private final List<MessageHandler<?, ?>> handlers;

    /** In database main. */
    public CardService(ServiceContext context) {
        handlers = List.of(new RegisterHandler(context.main()), new UpdateHandler(context.main()));
    }

    @Override
    public Group group() {
        return new Group("cards", "Business cards, exchanged by phone");
    }

    @Override
    public List<MessageHandler<?, ?>> handlers() {
        return handlers;
    }
}
