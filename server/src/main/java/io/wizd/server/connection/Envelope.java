package io.wizd.server.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.wizd.protocol.Json;
import io.wizd.protocol.MalformedMessageException;
import io.wizd.protocol.Message;
import io.wizd.protocol.MessageCodec;
import io.wizd.protocol.Reply;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The envelope around the reply to a message. Immutable, any thread.
 *
 * @param msgType null if it answers something that is not a message
 * @param seqNum as it came
 */
public record Envelope(@Nullable String msgType, @Nullable Json seqNum) {
    /** Around the answer to bytes in which no message can be found. */
    public static final Envelope UNKNOWN = new Envelope(null, null);

    /** What follows the data of a success. */
    public static final byte[] END = {'}'};

    private static final int USUAL_BYTES = 128;

    public static Envelope of(Message message) {
        return new Envelope(message.msgType(), message.seqNum());
    }

    /** With as much of the message as could be read. */
    public static Envelope of(MalformedMessageException e) {
        return new Envelope(e.msgType(), e.seqNum());
    }

    /** With as much as the beginning of a message tells; of that, what is behind the last comma may be cut, and does not count. */
    public static Envelope ofBeginning(byte[] text) {
        int end = text.length;
        while (end > 0 && text[end - 1] != ',') {
            end--;
        }
        try {
            return of(MessageCodec.decode(Arrays.copyOf(text, end)));
        } catch (MalformedMessageException e) {
            return of(e);
        }
    }

    /** Bytes of a buffer for {@link #write} that rarely has to grow. */
    public static int usualBytes(Reply.Ready<?> reply) {
        return USUAL_BYTES
                + switch (reply) {
                    case Reply.Data<?> data -> data.json().length();
                    case Reply.Shared<?> shared -> (int) shared.json().length();
                    case Reply.Failed<?> failed -> failed.fault().description().length();
                };
    }

    /** Appends the whole reply, and copies what is shared. */
    public void write(Reply.Ready<?> reply, ByteBuf out) {
        switch (reply) {
            case Reply.Data<?> data -> MessageCodec.encodeReply(msgType, seqNum, data.json(), out);
            case Reply.Shared<?> shared -> {
                begin(out);
                shared.json().copyTo(out);
                out.writeBytes(END);
            }
            case Reply.Failed<?> failed -> MessageCodec.encodeFault(msgType, seqNum, failed.fault(), out);
        }
    }

    /** Appends what comes before the data of a success. */
    public void begin(ByteBuf out) {
        MessageCodec.beginReply(msgType, seqNum, out);
    }

    /** What comes before the data of a success. */
    public byte[] beginning() {
        ByteBuf out = Unpooled.buffer(USUAL_BYTES);
        begin(out);
        return ByteBufUtil.getBytes(out);
    }
}
