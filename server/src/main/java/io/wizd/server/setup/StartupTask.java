package io.wizd.server.setup;

import io.wizd.handlers.HandlerTable;
import io.wizd.handlers.accounts.Accounts;

/** What is done before the first connection is taken: no client sees a server that is half prepared. */
@FunctionalInterface
public interface StartupTask {
    /** Nothing is to be done. */
    StartupTask NONE = (accounts, table) -> {};

    /**
     * Runs it; blocks as long as it takes. Not run where main is away and not needed.
     *
     * @throws StartException if the server must not serve
     */
    void run(Accounts accounts, HandlerTable table);

    /** Whether the start ends where main is away, because there is work to do. */
    default boolean needsMain() {
        return true;
    }
}
