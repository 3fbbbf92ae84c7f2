package io.wizd.server.http;

import io.wizd.protocol.Fault;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/** Gathers the answers to an array of messages, in the order of the messages. Any thread. */
final class ArrayReply {
    private final AtomicReferenceArray<HttpReply.Bytes> answers;
    private final AtomicInteger missing;
    private final Consumer<HttpReply> whenReady;

    ArrayReply(int items, Consumer<HttpReply> whenReady) {
        this.answers = new AtomicReferenceArray<>(items);
        this.missing = new AtomicInteger(items);
        this.whenReady = whenReady;
    }

    /** Where the answer to one message goes; the last one sends all. */
    EnvelopeResource.Answer item(int index) {
        return new EnvelopeResource.Answer() {
            @Override
            public void succeeded(HttpReply.Bytes reply) {
                put(index, reply);
            }

            @Override
            public void failed(Fault fault, HttpReply.Bytes reply) {
                put(index, reply);
            }
        };
    }

    private void put(int index, HttpReply.Bytes answer) {
        answers.set(index, answer);
        if (missing.decrementAndGet() == 0) {
            whenReady.accept(new HttpReply(200, HttpReply.JSON, joined(), List.of()));
        }
    }

    private HttpReply.Bytes joined() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64 * answers.length());
        for (int i = 0; i < answers.length(); i++) {
            HttpReply.Bytes answer = answers.get(i);
            out.write(i == 0 ? '[' : ',');
            out.write(answer.array(), answer.offset(), answer.length());
        }
        out.write(']');
        return HttpReply.Bytes.of(out.toByteArray());
    }
}
