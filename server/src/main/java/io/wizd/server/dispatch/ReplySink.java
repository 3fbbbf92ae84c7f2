package io.wizd.server.dispatch;

import io.wizd.protocol.Message;

/** Where the outcome of a message goes: the connection it came from. */
@FunctionalInterface
public interface ReplySink {
    /** Called exactly once a message, by any thread. Must not block and must not throw. */
    void answer(Message message, Outcome outcome);
}
