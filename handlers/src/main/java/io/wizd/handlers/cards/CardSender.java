package io.wizd.handlers.cards;

import io.wizd.handlers.spec.Call;
import io.wizd.protocol.WizdException;
import org.jspecify.annotations.Nullable;

/** Who sends a message of the card service: a user and a device, both from the envelope. */
record CardSender(String userID, String deviceID) {

    /**
     * The sender of a message.
     *
     * @throws WizdException if the envelope does not name both
     */
    static CardSender of(Call call) {
        return new CardSender(
                required("userID", call.message().userID()),
                required("deviceID", call.message().deviceID()));
    }

    private static String required(String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw WizdException.ofField(
                    name,
                    "the envelope needs " + name + " (over HTTP the header "
                            + (name.equals("userID") ? "X-User-ID" : "X-Device-ID") + ")");
        }
        return value;
    }
}
