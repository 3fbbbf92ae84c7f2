package io.wizd.server.http.route;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.wizd.event.Origin;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Reply;
import io.wizd.protocol.SharedJson;
import io.wizd.server.connection.Envelope;
import io.wizd.server.dispatch.ReplySink;
import io.wizd.server.dispatch.ReplyStream;
import io.wizd.server.http.wire.HttpReply;
import io.wizd.server.http.wire.ReplyBody;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Gathers the answers to an array of messages, in the order of the messages. What lies in memory already is not copied.
 * Any thread.
 */
final class ArrayReply {
    private final AtomicReferenceArray<ReplyBody> answers;
    private final AtomicInteger missing;
    private final Supplier<Origin> origin;
    private final Consumer<HttpReply> whenReady;

    /** @param origin where the array came from */
    ArrayReply(int items, Supplier<Origin> origin, Consumer<HttpReply> whenReady) {
        this.answers = new AtomicReferenceArray<>(items);
        this.missing = new AtomicInteger(items);
        this.origin = origin;
        this.whenReady = whenReady;
    }

    /** Takes the reply to one message; the last one sends all. */
    ReplySink item(int index, Envelope envelope) {
        return new ReplySink() {
            @Override
            public void answer(Reply.Ready<?> reply) {
                put(index, EnvelopeResource.body(envelope, reply));
            }

            @Override
            public void stream(ReplyStream stream) {
                stream.cancel();
                answer(new Reply.Failed<>(Fault.of(
                        ErrorCode.TOO_LARGE, "this reply is sent as it is made; ask for it in a message of its own")));
            }

            @Override
            public Origin origin() {
                return origin.get();
            }
        };
    }

    private void put(int index, ReplyBody answer) {
        answers.set(index, answer);
        if (missing.decrementAndGet() == 0) {
            whenReady.accept(HttpReply.json(joined()));
        }
    }

    private ReplyBody joined() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64 * answers.length());
        List<ByteBuf> parts = new ArrayList<>();
        for (int i = 0; i < answers.length(); i++) {
            out.write(i == 0 ? '[' : ',');
            switch (answers.get(i)) {
                case ReplyBody.Bytes bytes -> out.write(bytes.array(), bytes.offset(), bytes.count());
                case ReplyBody.Shared shared -> {
                    parts.add(Unpooled.wrappedBuffer(out.toByteArray()));
                    parts.addAll(shared.json().parts());
                    out.reset();
                }
                case ReplyBody.Streamed streamed -> throw new AssertionError("was cancelled: " + streamed);
            }
        }
        out.write(']');
        return parts.isEmpty()
                ? ReplyBody.Bytes.of(out.toByteArray())
                : new ReplyBody.Shared(SharedJson.of(new byte[0], parts, out.toByteArray()));
    }
}
