package io.wizd.protocol;

import org.jspecify.annotations.Nullable;

/** A text that is not a message; it knows what could be read of the envelope, so that the reply can be matched. */
public final class MalformedMessageException extends WizdException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String msgType;
    private final transient @Nullable Json seqNum;

    /** With whatever was found of the type and the number. */
    public MalformedMessageException(Fault fault, @Nullable String msgType, @Nullable Json seqNum) {
        super(fault);
        this.msgType = msgType;
        this.seqNum = seqNum;
    }

    /** The type, if it was there. */
    public @Nullable String msgType() {
        return msgType;
    }

    /** The number to echo, if it was there. */
    public @Nullable Json seqNum() {
        return seqNum;
    }
}
