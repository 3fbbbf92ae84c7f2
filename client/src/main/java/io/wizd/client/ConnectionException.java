package io.wizd.client;

import org.jspecify.annotations.Nullable;

/** No server could be reached, or the connection ended before the reply and the call could not be sent again. */
public final class ConnectionException extends ClientException {
    private static final long serialVersionUID = 1L;

    ConnectionException(String message, Outcome outcome, @Nullable Throwable cause) {
        super(message, outcome, cause);
    }
}
