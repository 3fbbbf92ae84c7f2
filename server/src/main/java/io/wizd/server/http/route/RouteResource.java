package io.wizd.server.http.route;

import io.wizd.budget.RequestMemory;
import io.wizd.event.Events;
import io.wizd.event.Origin;
import io.wizd.event.RequestEvent.HttpReplyNotMade;
import io.wizd.handlers.spec.MessageContent;
import io.wizd.handlers.spec.MessageType;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import io.wizd.protocol.Reply;
import io.wizd.protocol.WizdException;
import io.wizd.server.dispatch.Dispatcher;
import io.wizd.server.dispatch.ReplySink;
import io.wizd.server.dispatch.ReplyStream;
import io.wizd.server.http.body.BodyWork;
import io.wizd.server.http.form.Form;
import io.wizd.server.http.wire.HttpReply;
import io.wizd.server.http.wire.ReplyBody;
import io.wizd.server.http.wire.RequestHead;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A message type under a path of its own, as its spec declares it. */
final class RouteResource implements Resource {
    private final Dispatcher dispatcher;
    private final BodyWork bodyWork;
    private final MessageType<?, ?> row;
    private final Route route;
    private final RouteMessage routeMessage;
    private final RouteReply routeReply;
    private final List<String> mediaTypes;

    RouteResource(Dispatcher dispatcher, BodyWork bodyWork, MessageType<?, ?> row, Route route) {
        this.dispatcher = dispatcher;
        this.bodyWork = bodyWork;
        this.row = row;
        this.route = route;
        this.routeMessage = new RouteMessage(route, row.binder());
        this.routeReply = new RouteReply(row.spec(), route.reply());
        this.mediaTypes = routeReply.mediaTypes();
    }

    @Override
    public String name() {
        return row.spec().type();
    }

    @Override
    public List<String> mediaTypes() {
        return mediaTypes;
    }

    @Override
    public boolean judgesAccept() {
        return true;
    }

    @Override
    public boolean takesBody() {
        return route.takesBody();
    }

    @Override
    public boolean takesAnyType() {
        return route.request().anyTypeBody() != null || route.request().upload();
    }

    @Override
    public boolean takesForms() {
        return route.request().forms();
    }

    @Override
    public boolean takesUpload() {
        return route.request().upload();
    }

    @Override
    public void admit(Request request) {
        dispatcher.admitUpload(envelope(request), () -> content(request), request.origin());
        requireForm(routeReply.form(request.head().fields()));
    }

    @Override
    public int maxBodyBytes(int usual) {
        Route.AnyTypeBody anyType = route.request().anyTypeBody();
        return anyType == null ? usual : anyType.maxBytes();
    }

    @Override
    public boolean takesConditions() {
        return route.request().conditional();
    }

    @Override
    public boolean needsCredentials(List<String> variables) {
        return !row.spec().access().isOpen();
    }

    @Override
    public void answer(Request request, Consumer<HttpReply> whenReady) {
        Message envelope = envelope(request);
        dispatcher.checkCredentialsGiven(envelope.msgType(), envelope.token());
        Sink sink = new Sink(request, whenReady);
        MessageContent content;
        try {
            content = content(request);
        } catch (WizdException e) {
            dispatcher.refuse(envelope, e, sink);
            return;
        }
        dispatcher.dispatch(envelope, content, request.memory(), sink);
    }

    private Message envelope(Request request) {
        return MessageResource.message(row.spec().type(), request.head().fields(), Json.EMPTY_OBJECT);
    }

    private MessageContent content(Request request) {
        return routeMessage.of(request, routeReply.shape(request.head().fields()));
    }

    private void requireForm(@Nullable Form form) {
        if (form == null && !mediaTypes.isEmpty()) {
            throw HeadChecks.notAcceptable(mediaTypes);
        }
    }

    /** Takes the reply to the message of a request, and makes it a response. */
    private final class Sink implements ReplySink {
        private final RequestHead head;
        private final Supplier<Origin> origin;
        private final @Nullable Form form;
        private final RequestMemory memory;
        private final Consumer<HttpReply> whenReady;

        Sink(Request request, Consumer<HttpReply> whenReady) {
            this.head = request.head();
            this.origin = request.origin();
            this.form = routeReply.form(head.fields());
            this.memory = request.memory();
            this.whenReady = whenReady;
        }

        @Override
        public void beforeWrite() {
            requireForm(form);
        }

        @Override
        public void answer(Reply.Ready<?> reply) {
            switch (reply) {
                case Reply.Data<?> data -> answer(data.json());
                case Reply.Shared<?> shared -> whenReady.accept(routeReply.of(shared.json()));
                case Reply.Failed<?> failed -> whenReady.accept(routeReply.of(failed.fault()));
            }
        }

        private void answer(Json data) {
            if (routeReply.takesTime(form, data)) {
                Thread.ofVirtual().name("form").start(() -> answerInForm(data));
            } else {
                whenReady.accept(orProblem(() -> routeReply.of(head, form, data)));
            }
        }

        private void answerInForm(Json data) {
            int bytes = form == Form.JSON ? 0 : data.length();
            HttpReply reply =
                    orProblem(() -> bodyWork.inForm(row.spec().effect(), bytes, () -> routeReply.of(head, form, data)));
            memory.replied(0, reply.body().length());
            whenReady.accept(reply);
        }

        @Override
        public void stream(ReplyStream stream) {
            HttpReply reply = orProblem(() -> routeReply.of(head, form, stream));
            if (!(reply.body() instanceof ReplyBody.Streamed)) {
                stream.cancel();
            }
            whenReady.accept(reply);
        }

        @Override
        public Origin origin() {
            return origin.get();
        }

        @Override
        public boolean wantsItems() {
            return form != Form.JSON;
        }

        private HttpReply orProblem(Supplier<HttpReply> reply) {
            try {
                return reply.get();
            } catch (WizdException e) {
                return HttpReply.problem(e.fault());
            } catch (Throwable e) {
                Events.tell(
                        new HttpReplyNotMade(row.spec().type(), origin(), route.toString(), String.valueOf(form), e));
                return HttpReply.problem(Fault.of(ErrorCode.INTERNAL));
            }
        }
    }
}
