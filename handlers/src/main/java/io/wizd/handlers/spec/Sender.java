package io.wizd.handlers.spec;

/** What a message must say of who sends it, in its envelope, or over HTTP in header fields; beside what its {@link Access} needs. */
public enum Sender {
    /** Nothing. */
    ANYONE,
    /** A card user and a device. */
    DEVICE,
    /** A card user and a device, and the token that {@code register} gave them. */
    CARD_USER
}
