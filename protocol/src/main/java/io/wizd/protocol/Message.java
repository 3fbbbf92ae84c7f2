package io.wizd.protocol;

import org.jspecify.annotations.Nullable;

/**
 * One message as it came: the envelope's fields, and the body still as bytes. Immutable, any thread.
 *
 * @param msgType the type, or an alias of it
 * @param seqNum echoed as it came, a JSON number or string
 * @param userID who sends it, as a card user
 * @param deviceID from which device
 * @param token what proves it: what an Authorization header would carry, or the token of a card user
 * @param requestId the same id within 24 hours gets the same reply
 * @param body the field {@code message}, always a JSON object
 */
public record Message(
        String msgType,
        @Nullable Json seqNum,
        @Nullable String userID,
        @Nullable String deviceID,
        @Nullable String token,
        @Nullable String requestId,
        Json body) {

    /** A message with a type and a body alone. */
    public static Message of(String msgType, Json body) {
        return new Message(msgType, null, null, null, null, null, body);
    }

    /** The same envelope around another body. */
    public Message withBody(Json other) {
        return new Message(msgType, seqNum, userID, deviceID, token, requestId, other);
    }

    /** The token stays out of logs. */
    @Override
    public String toString() {
        return "Message[" + msgType + ", seqNum=" + seqNum + ", userID=" + userID
                + (requestId == null ? "" : ", requestId=" + requestId) + ", body=" + body.length()
                + " bytes]";
    }
}
