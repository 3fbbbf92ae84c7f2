package io.wizd.client;

import org.jspecify.annotations.Nullable;

/** The server could not be reached, or the connection ended before the reply. The next call connects anew. */
public final class ConnectionException extends ClientException {
    private static final long serialVersionUID = 1L;

    ConnectionException(String message, Outcome outcome, @Nullable Throwable cause) {
        super(message, outcome, cause);
    }
}
