package io.wizd.server.pipeline;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Framing;
import io.wizd.protocol.Json;
import io.wizd.protocol.MessageCodec;
import io.wizd.protocol.SharedJson;

/** Replies as frames, one buffer each. */
record MessageReplies(Framing framing, ByteBufAllocator allocator) {
    /** Up to here a copy costs less than buffers of their own. */
    private static final int MAX_COPIED_BYTES = 4 << 10;

    private static final int MAX_HEAD_BYTES = 128;

    ByteBuf success(MessageConnection.Answer answer, Json data) {
        ByteBuf out = allocator.ioBuffer(MAX_HEAD_BYTES + data.length());
        int begun = framing.begin(out);
        MessageCodec.encodeReply(answer.msgType(), answer.seqNum(), data, out);
        framing.end(out, begun);
        return out;
    }

    ByteBuf shared(MessageConnection.Answer answer, SharedJson data) {
        if (data.length() > MAX_COPIED_BYTES) {
            return sliced(answer, data);
        }
        ByteBuf out = allocator.ioBuffer(MAX_HEAD_BYTES + (int) data.length());
        int begun = framing.begin(out);
        MessageCodec.beginReply(answer.msgType(), answer.seqNum(), out);
        data.copyTo(out);
        out.writeByte('}');
        framing.end(out, begun);
        return out;
    }

    private ByteBuf sliced(MessageConnection.Answer answer, SharedJson data) {
        CompositeByteBuf out = allocator.compositeDirectBuffer(Integer.MAX_VALUE);
        ByteBuf head = allocator.ioBuffer(MAX_HEAD_BYTES);
        int begun = framing.begin(head);
        MessageCodec.beginReply(answer.msgType(), answer.seqNum(), head);
        framing.announce(head, begun, data.length() + "}".length());
        out.addComponent(true, head);
        data.sliceTo(out);
        ByteBuf tail = allocator.ioBuffer(2).writeByte('}');
        framing.finish(tail);
        return out.addComponent(true, tail);
    }

    ByteBuf fault(MessageConnection.Answer answer, Fault fault) {
        ByteBuf out = allocator.ioBuffer(256);
        int begun = framing.begin(out);
        MessageCodec.encodeFault(answer.msgType(), answer.seqNum(), fault, out);
        framing.end(out, begun);
        return out;
    }
}
