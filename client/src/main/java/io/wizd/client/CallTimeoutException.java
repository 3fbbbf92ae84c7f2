package io.wizd.client;

/** No reply came within the time of the call. A reply that comes later is dropped. */
public final class CallTimeoutException extends ClientException {
    private static final long serialVersionUID = 1L;

    CallTimeoutException(String message, Outcome outcome) {
        super(message, outcome, null);
    }
}
