package io.wizd.client;

import io.wizd.protocol.WizdException;

/** The server replied with an error. */
public final class ReplyException extends WizdException {
    private static final long serialVersionUID = 1L;

    private final String msgType;
    private final transient ReplyError error;

    ReplyException(String msgType, ReplyError error) {
        super(error.toFault());
        this.msgType = msgType;
        this.error = error;
    }

    /** The same error with the stack of the caller who waited for it. */
    ReplyException(ReplyException arrived) {
        super(arrived.fault(), arrived);
        this.msgType = arrived.msgType;
        this.error = arrived.error;
    }

    /** The error as it came, with its code by name. */
    public ReplyError error() {
        return error;
    }

    @Override
    public String getMessage() {
        return msgType + ": " + error;
    }
}
