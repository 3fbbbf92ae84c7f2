package io.wizd.protocol;

/** Limits of the wire that are part of the protocol, so not configurable. */
public final class JsonLimits {
    /** Arrays and objects inside one another, the envelope included. */
    public static final int MAX_DEPTH = 64;

    /** Fields of an envelope, and of a message; a value within may have any number. */
    public static final int MAX_FIELDS = 256;

    /** Bytes of {@code seqNum} as it is in the text, quotes included. */
    public static final int MAX_SEQ_NUM_BYTES = 256;

    /** Characters of {@code requestId}. */
    public static final int MAX_REQUEST_ID_CHARS = 64;

    /** Characters of {@code msgType}, {@code userID} and {@code deviceID}. */
    public static final int MAX_NAME_CHARS = 255;

    /** Default for {@code maxMessageBytes}: the largest message in any framing, in bytes. */
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 1 << 20;

    private JsonLimits() {}
}
