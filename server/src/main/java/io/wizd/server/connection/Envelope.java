package io.wizd.server.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.MalformedMessageException;
import io.wizd.protocol.Message;
import io.wizd.protocol.MessageCodec;
import org.jspecify.annotations.Nullable;

/**
 * The envelope around the reply to a message. Immutable, any thread.
 *
 * @param msgType null where it answers something that is no message
 * @param seqNum as it came
 */
public record Envelope(@Nullable String msgType, @Nullable Json seqNum) {
    /** Around the answer to bytes in which no message can be found. */
    public static final Envelope UNKNOWN = new Envelope(null, null);

    /** What follows the data of a success. */
    public static final byte[] END = {'}'};

    public static Envelope of(Message message) {
        return new Envelope(message.msgType(), message.seqNum());
    }

    /** With as much of the message as could be read. */
    public static Envelope of(MalformedMessageException e) {
        return new Envelope(e.msgType(), e.seqNum());
    }

    /** Appends the whole reply of a success. */
    public void write(Json data, ByteBuf out) {
        MessageCodec.encodeReply(msgType, seqNum, data, out);
    }

    /** Appends the whole reply of a failure. */
    public void write(Fault fault, ByteBuf out) {
        MessageCodec.encodeFault(msgType, seqNum, fault, out);
    }

    /** Appends what comes before the data of a success. */
    public void begin(ByteBuf out) {
        MessageCodec.beginReply(msgType, seqNum, out);
    }

    /** What comes before the data of a success. */
    public byte[] beginning() {
        ByteBuf out = Unpooled.buffer(128);
        begin(out);
        return ByteBufUtil.getBytes(out);
    }
}
