package io.wizd.server.setup;

import io.wizd.handlers.HandlerTable;
import io.wizd.handlers.accounts.Accounts;

/** What is done before the first connection is taken: no client sees a server that is half prepared. */
@FunctionalInterface
public interface Preparation {
    /** Nothing is to be done. */
    Preparation NONE = (accounts, table) -> {};

    /**
     * Does it; blocks as long as it takes.
     *
     * @throws StartException where the server must not serve
     */
    void prepare(Accounts accounts, HandlerTable table);
}
