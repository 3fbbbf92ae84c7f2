package io.wizd.server.http.form;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.wizd.protocol.Message;
import io.wizd.protocol.MessageCodec;
import io.wizd.protocol.StreamedList;
import io.wizd.server.connection.ItemForm;
import io.wizd.server.connection.JsonItems;
import io.wizd.server.connection.StreamOutput;

/** A list as JSON, within the envelope that answers a message. */
public final class EnvelopeItems implements ItemForm {
    /** What stands behind the data. */
    public static final byte[] END = {'}'};

    private final byte[] begin;
    private final JsonItems data = new JsonItems();

    public EnvelopeItems(Message message) {
        this.begin = begin(message);
    }

    /** What stands before the data of a success. */
    public static byte[] begin(Message message) {
        ByteBuf out = Unpooled.buffer(128);
        MessageCodec.beginReply(message.msgType(), message.seqNum(), out);
        return ByteBufUtil.getBytes(out);
    }

    @Override
    public long length(StreamedList list) {
        long length = data.length(list);
        return length == StreamedList.UNKNOWN ? length : begin.length + length + END.length;
    }

    @Override
    public void begin(StreamedList list, StreamOutput out) {
        out.write(begin);
        data.begin(list, out);
    }

    @Override
    public void item(byte[] array, int offset, int length, StreamOutput out) {
        data.item(array, offset, length, out);
    }

    @Override
    public void end(StreamOutput out) {
        data.end(out);
        out.write(END);
    }
}
