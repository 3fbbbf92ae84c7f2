package io.wizd.handlers.cards;

import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Sender;
import java.util.Objects;

/** Who sends a message of the card service: a user and a device, both from the envelope. */
record CardSender(String userID, String deviceID) {

    /** The sender of a message whose specification asks for one ({@link Sender}). */
    static CardSender of(Call call) {
        return new CardSender(
                Objects.requireNonNull(call.message().userID()),
                Objects.requireNonNull(call.message().deviceID()));
    }
}
