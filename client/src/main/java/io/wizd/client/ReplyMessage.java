package io.wizd.client;

import io.wizd.protocol.Json;
import io.wizd.protocol.WizdException;
import org.jspecify.annotations.Nullable;

/**
 * A reply, whole.
 *
 * @param text the reply as it came
 * @param seqNum the number of the message that it answers, a slice of the text; an error that could not be matched to
 *     a message has none
 * @param error what went wrong, if something did
 * @param data what the message asked for; {@code null} as JSON where the reply has none
 */
public record ReplyMessage(
        Json text, @Nullable Json seqNum, @Nullable ReplyError error, Json data) {

    /**
     * Reads the text of a reply.
     *
     * @param text one frame, which must not change afterwards
     * @throws WizdException if this is not a reply
     */
    public static ReplyMessage read(byte[] text) {
        return new ReplyReader(text).read();
    }

    /** Whether the message was carried out. */
    public boolean isOk() {
        return error == null;
    }
}
