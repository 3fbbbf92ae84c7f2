package io.wizd.server.http.route;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.wizd.event.Origin;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.MalformedMessageException;
import io.wizd.protocol.Message;
import io.wizd.protocol.MessageCodec;
import io.wizd.protocol.Reply;
import io.wizd.protocol.WizdException;
import io.wizd.server.connection.Envelope;
import io.wizd.server.connection.JsonItems;
import io.wizd.server.dispatch.Dispatcher;
import io.wizd.server.dispatch.ReplySink;
import io.wizd.server.dispatch.ReplyStream;
import io.wizd.server.http.body.RequestJson;
import io.wizd.server.http.wire.HttpReply;
import io.wizd.server.http.wire.ReplyBody;
import io.wizd.server.http.wire.RequestFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /} and {@code POST /messages}: one envelope answered with one, or an array answered with an array in the
 * same order. The messages of an array are carried out independently of each other, and each may fail on its own.
 */
public record EnvelopeResource(Dispatcher dispatcher) implements Resource {
    /** A larger array is refused whole. */
    public static final int MAX_ITEMS = 500;

    @Override
    public String name() {
        return "envelopes";
    }

    @Override
    public boolean takesBody() {
        return true;
    }

    @Override
    public void answer(Request request, Consumer<HttpReply> whenReady) {
        byte[] text = request.body();
        if (text.length > 0 && text[RequestJson.firstByte(text)] == '[') {
            answerArray(request, whenReady);
        } else {
            answerOne(request, whenReady);
        }
    }

    private void answerOne(Request request, Consumer<HttpReply> whenReady) {
        dispatch(request.body(), request, envelope -> new One(envelope, request.origin(), whenReady));
    }

    /** Takes the reply to the only envelope of a request. */
    private record One(Envelope envelope, Supplier<Origin> from, Consumer<HttpReply> whenReady) implements ReplySink {
        @Override
        public void answer(Reply.Ready<?> reply) {
            ReplyBody body = body(envelope, reply);
            whenReady.accept(
                    reply instanceof Reply.Failed<?> failed ? failure(failed.fault(), body) : HttpReply.json(body));
        }

        @Override
        public void stream(ReplyStream stream) {
            whenReady.accept(HttpReply.json(new ReplyBody.Streamed(stream, new JsonItems(envelope))));
        }

        @Override
        public Origin origin() {
            return from.get();
        }

        private static HttpReply failure(Fault fault, ReplyBody body) {
            return new HttpReply(fault.code().httpStatus(), HttpReply.JSON, body, List.of()).withFieldsOf(fault);
        }
    }

    private void answerArray(Request request, Consumer<HttpReply> whenReady) {
        List<byte[]> items = items(request.body());
        if (items.isEmpty()) {
            whenReady.accept(HttpReply.text(200, HttpReply.JSON, "[]"));
            return;
        }
        ArrayReply reply = new ArrayReply(items.size(), request.origin(), whenReady);
        for (int i = 0; i < items.size(); i++) {
            int index = i;
            dispatch(items.get(i), request, envelope -> reply.item(index, envelope));
        }
    }

    /** @param sink takes the reply to the message of an envelope */
    private void dispatch(byte[] text, Request request, Function<Envelope, ReplySink> sink) {
        Message message;
        try {
            message = withFields(MessageCodec.decode(text), request.head().fields());
        } catch (MalformedMessageException e) {
            sink.apply(Envelope.of(e)).answer(new Reply.Failed<>(e.fault()));
            return;
        }
        dispatcher.dispatch(message, request.memory(), sink.apply(Envelope.of(message)));
    }

    /** The reply within its envelope. */
    static ReplyBody body(Envelope envelope, Reply.Ready<?> reply) {
        if (reply instanceof Reply.Shared<?> shared) {
            return new ReplyBody.Shared(shared.json().within(envelope.beginning(), Envelope.END));
        }
        ByteBuf out = Unpooled.buffer(Envelope.usualBytes(reply));
        envelope.write(reply, out);
        return new ReplyBody.Bytes(out.array(), out.arrayOffset() + out.readerIndex(), out.readableBytes());
    }

    /** What the envelope does not say, the header fields say. */
    private static Message withFields(Message message, RequestFields fields) {
        return new Message(
                message.msgType(),
                message.seqNum(),
                firstOf(message.userID(), fields.userId),
                firstOf(message.deviceID(), fields.deviceId),
                firstOf(message.token(), fields.authorization),
                firstOf(message.requestId(), fields.idempotencyKey),
                message.body());
    }

    private static @Nullable String firstOf(@Nullable String first, @Nullable String second) {
        return first != null ? first : second;
    }

    /** Cuts the array into its items, each of which is judged on its own. */
    private static List<byte[]> items(byte[] text) {
        List<byte[]> items = new ArrayList<>();
        try (JsonParser parser = Jsons.FACTORY.createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (items.size() == MAX_ITEMS) {
                    throw WizdException.of(ErrorCode.TOO_LARGE, "an array may have " + MAX_ITEMS + " messages at most");
                }
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                parser.finishToken();
                items.add(Arrays.copyOfRange(
                        text, start, (int) parser.currentLocation().getByteOffset()));
            }
            if (parser.nextToken() != null) {
                throw WizdException.of(ErrorCode.NOT_JSON, "the text goes on after its JSON value");
            }
        } catch (IOException e) {
            throw MessageCodec.malformed(e, text);
        }
        return items;
    }
}
