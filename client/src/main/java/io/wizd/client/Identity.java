package io.wizd.client;

import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Who sends, as the envelope says it. Immutable, any thread.
 *
 * @param userID the card user
 * @param deviceID the device of that user
 * @param token what an HTTP Authorization header would carry, or the token of a card user
 */
public record Identity(
        @Nullable String userID,
        @Nullable String deviceID,
        @Nullable String token) {

    /** Sends no user, no device and no credentials. */
    public static final Identity NOBODY = new Identity(null, null, null);

    /**
     * An account with its password.
     *
     * @throws IllegalArgumentException if the name holds a colon, which ends it (RFC 7617)
     */
    public static Identity account(String name, String password) {
        if (name.indexOf(':') >= 0) {
            throw new IllegalArgumentException("the name of an account holds no colon: " + name);
        }
        byte[] pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Identity(null, null, "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    /** An account that has logged in. */
    public static Identity bearer(String token) {
        return new Identity(null, null, "Bearer " + token);
    }

    /** A card user who is registered. */
    public static Identity cardUser(String userID, String deviceID, String token) {
        return new Identity(userID, deviceID, token);
    }

    /** The message with its number, sent by this identity where it does not name its own. */
    Message stamp(Message message, long seqNum) {
        return new Message(
                message.msgType(),
                Json.of(Long.toString(seqNum)),
                message.userID() != null ? message.userID() : userID,
                message.deviceID() != null ? message.deviceID() : deviceID,
                message.token() != null ? message.token() : token,
                message.requestId(),
                message.body());
    }

    /** The token stays out of logs. */
    @Override
    public String toString() {
        return "Identity[userID=" + userID + ", deviceID=" + deviceID + (token == null ? "]" : ", with a token]");
    }
}
