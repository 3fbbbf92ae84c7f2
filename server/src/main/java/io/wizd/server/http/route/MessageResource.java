package io.wizd.server.http.route;

import io.wizd.event.Origin;
import io.wizd.handlers.HandlerTable;
import io.wizd.handlers.spec.MessageType;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import io.wizd.protocol.Reply;
import io.wizd.protocol.WizdException;
import io.wizd.server.connection.JsonItems;
import io.wizd.server.dispatch.Dispatcher;
import io.wizd.server.dispatch.ReplySink;
import io.wizd.server.dispatch.ReplyStream;
import io.wizd.server.http.body.RequestJson;
import io.wizd.server.http.form.Negotiation;
import io.wizd.server.http.wire.HttpReply;
import io.wizd.server.http.wire.ReplyBody;
import io.wizd.server.http.wire.RequestFields;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code POST /messages/{type}}: the body of a message alone, answered with its data alone. */
record MessageResource(Dispatcher dispatcher, HandlerTable table) implements Resource {
    @Override
    public String name() {
        return "messages by type";
    }

    @Override
    public boolean judgesAccept() {
        return true;
    }

    @Override
    public boolean takesBody() {
        return true;
    }

    @Override
    public boolean needsCredentials(List<String> variables) {
        MessageType<?, ?> row = table.find(variables.getFirst());
        return row != null && !row.spec().access().isOpen();
    }

    @Override
    public void answer(Request request, Consumer<HttpReply> whenReady) {
        Message envelope =
                message(request.variables().getFirst(), request.head().fields(), Json.EMPTY_OBJECT);
        dispatcher.checkCredentialsGiven(envelope.msgType(), envelope.token());
        ReplySink sink = new DataAlone(request.head().fields().accept, request.origin(), whenReady);
        Json body;
        try {
            body = request.body().length == 0 ? Json.EMPTY_OBJECT : RequestJson.object(request.body());
        } catch (WizdException e) {
            if (table.find(envelope.msgType()) == null) {
                throw e;
            }
            dispatcher.refuse(envelope, e, sink);
            return;
        }
        dispatcher.dispatch(envelope.withBody(body), request.memory(), sink);
    }

    /** Takes the reply to a message, and passes on its data. */
    private record DataAlone(@Nullable String accept, Supplier<Origin> from, Consumer<HttpReply> whenReady)
            implements ReplySink {
        @Override
        public void beforeWrite() {
            if (!isAccepted()) {
                throw HeadChecks.notAcceptable(JSON_ALONE);
            }
        }

        private boolean isAccepted() {
            return Negotiation.admits(accept, HttpReply.JSON);
        }

        @Override
        public void answer(Reply.Ready<?> reply) {
            if (!(reply instanceof Reply.Failed<?>) && !isAccepted()) {
                whenReady.accept(notAcceptable());
                return;
            }
            whenReady.accept(
                    switch (reply) {
                        case Reply.Data<?> data -> HttpReply.json(200, data.json());
                        case Reply.Shared<?> shared -> HttpReply.json(new ReplyBody.Shared(shared.json()));
                        case Reply.Failed<?> failed -> HttpReply.problem(failed.fault());
                    });
        }

        @Override
        public void stream(ReplyStream stream) {
            if (isAccepted()) {
                whenReady.accept(HttpReply.json(new ReplyBody.Streamed(stream, new JsonItems())));
            } else {
                stream.cancel();
                whenReady.accept(notAcceptable());
            }
        }

        private static HttpReply notAcceptable() {
            return HttpReply.problem(HeadChecks.notAcceptable(JSON_ALONE).fault());
        }

        @Override
        public Origin origin() {
            return from.get();
        }
    }

    /** A message whose envelope is the request's header fields. */
    static Message message(String type, RequestFields fields, Json body) {
        return new Message(
                type, null, fields.userId, fields.deviceId, fields.authorization, fields.idempotencyKey, body);
    }
}
