package io.wizd.server.setup;

import io.wizd.handlers.HandlerTable;
import io.wizd.handlers.accounts.Accounts;

/** What is done before the first connection is taken: no client sees a server that is half prepared. */
@FunctionalInterface
public interface StartupTask {
    /** Nothing is to be done. */
    StartupTask NONE = (accounts, table) -> {};

    /**
     * Runs it; blocks as long as it takes.
     *
     * @throws StartException if the server must not serve
     */
    void run(Accounts accounts, HandlerTable table);
}
