package io.wizd.client;

import org.jspecify.annotations.Nullable;

/** A call got no reply. An error that the server replied is a {@link ReplyException}. */
public abstract sealed class ClientException extends RuntimeException
        permits CallTimeoutException, ClientBusyException, ConnectionException {
    private static final long serialVersionUID = 1L;

    private final Outcome outcome;

    ClientException(String message, Outcome outcome, @Nullable Throwable cause) {
        super(message + "; " + outcome.advice(), cause);
        this.outcome = outcome;
    }

    /** Whether the server may have carried the call out. */
    public Outcome outcome() {
        return outcome;
    }
}
