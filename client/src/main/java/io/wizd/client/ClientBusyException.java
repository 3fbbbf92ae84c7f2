package io.wizd.client;

/** So many calls were in flight that this one did not get its turn. It was not sent. */
public final class ClientBusyException extends ClientException {
    private static final long serialVersionUID = 1L;

    ClientBusyException(String message) {
        super(message, Outcome.NOT_SENT, null);
    }
}
