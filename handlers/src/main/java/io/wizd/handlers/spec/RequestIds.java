package io.wizd.handlers.spec;

/** What a {@code requestId} does to a type that writes. */
public enum RequestIds {
    /** The server keeps the reply for 24 hours: whoever sends the same request again gets it. */
    REPLY_KEPT,
    /** The handler knows by itself what it has carried out, because its replies hold what must not be kept. */
    HANDLER,
    /** Nothing: the type is safe to send again, and its replies are not of one piece. */
    IGNORED
}
