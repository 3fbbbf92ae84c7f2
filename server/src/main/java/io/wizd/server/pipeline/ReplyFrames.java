package io.wizd.server.pipeline;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.wizd.protocol.Framing;
import io.wizd.protocol.Reply;
import io.wizd.protocol.SharedJson;
import io.wizd.server.connection.Envelope;

/** Replies as frames, one buffer each. */
record ReplyFrames(Framing framing, ByteBufAllocator allocator) {
    /** Up to here a copy costs less than buffers of their own. */
    private static final int MAX_COPIED_BYTES = 4 << 10;

    private static final int MAX_HEAD_BYTES = 128;

    ByteBuf of(Envelope envelope, Reply.Ready<?> reply) {
        if (reply instanceof Reply.Shared<?> shared && shared.json().length() > MAX_COPIED_BYTES) {
            return sliced(envelope, shared.json());
        }
        ByteBuf out = allocator.ioBuffer(Envelope.usualBytes(reply));
        int begun = framing.begin(out);
        envelope.write(reply, out);
        framing.end(out, begun);
        return out;
    }

    private ByteBuf sliced(Envelope envelope, SharedJson data) {
        CompositeByteBuf out = allocator.compositeDirectBuffer(Integer.MAX_VALUE);
        ByteBuf head = allocator.ioBuffer(MAX_HEAD_BYTES);
        int begun = framing.begin(head);
        envelope.begin(head);
        framing.announce(head, begun, data.length() + Envelope.END.length);
        out.addComponent(true, head);
        data.sliceTo(out);
        ByteBuf tail = allocator.ioBuffer(2).writeBytes(Envelope.END);
        framing.finish(tail);
        return out.addComponent(true, tail);
    }
}
