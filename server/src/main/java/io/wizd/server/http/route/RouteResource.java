package io.wizd.server.http.route;

import io.wizd.handlers.spec.MessageType;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import io.wizd.protocol.WizdException;
import io.wizd.server.dispatch.Dispatcher;
import io.wizd.server.dispatch.Outcome;
import io.wizd.server.dispatch.ReplySink;
import io.wizd.server.dispatch.ReplyStream;
import io.wizd.server.http.body.BodyWork;
import io.wizd.server.http.form.Form;
import io.wizd.server.http.wire.HttpReply;
import io.wizd.server.http.wire.RequestHead;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A message type under a path of its own, as its spec declares it. */
final class RouteResource implements Resource {
    private static final Logger LOG = LoggerFactory.getLogger(RouteResource.class);

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
        dispatcher.admitUpload(envelope(request), () -> body(request));
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
        RequestHead head = request.head();
        Form form = routeReply.form(head.fields());
        ReplySink sink = (sent, outcome) -> {
            if (outcome instanceof Outcome.Success success && routeReply.takesTime(form, success.data())) {
                Thread.ofVirtual().name("form").start(() -> {
                    HttpReply reply = inForm(head, form, success);
                    request.memory().replied(0, reply.body().length());
                    whenReady.accept(reply);
                });
            } else {
                whenReady.accept(replyTo(head, form, outcome));
            }
        };
        Json body;
        try {
            body = body(request);
        } catch (WizdException e) {
            dispatcher.refuse(envelope, e, sink);
            return;
        }
        dispatcher.dispatch(envelope.withBody(body), request.upload(), request.memory(), sink);
    }

    private Message envelope(Request request) {
        return MessageResource.message(row.spec().type(), request.head().fields(), Json.EMPTY_OBJECT);
    }

    private Json body(Request request) {
        return routeMessage.of(request, routeReply.shape(request.head().fields()));
    }

    private HttpReply inForm(RequestHead head, @Nullable Form form, Outcome.Success success) {
        int bytes = form == Form.JSON ? 0 : success.data().length();
        try {
            return bodyWork.inForm(row.spec().effect(), bytes, () -> replyTo(head, form, success));
        } catch (WizdException e) {
            return HttpReply.problem(e.fault());
        } catch (Throwable e) {
            LOG.error("{}: the reply cannot be put in the form {}", row.spec().type(), form, e);
            return HttpReply.problem(Fault.of(ErrorCode.INTERNAL));
        }
    }

    private HttpReply replyTo(RequestHead head, @Nullable Form form, Outcome outcome) {
        try {
            return switch (outcome) {
                case Outcome.Success success -> routeReply.of(head, form, success.data());
                case Outcome.Shared shared ->
                    form == Form.JSON
                            ? routeReply.of(shared.data())
                            : streamed(head, form, shared.items().get());
                case Outcome.Streamed streamed -> streamed(head, form, streamed.stream());
                case Outcome.Failure failure -> HttpReply.problem(failure.fault());
            };
        } catch (WizdException e) {
            return HttpReply.problem(e.fault());
        } catch (RuntimeException e) {
            LOG.error("{}: the reply does not fit the route {}", row.spec().type(), route, e);
            return HttpReply.problem(Fault.of(ErrorCode.INTERNAL));
        }
    }

    private HttpReply streamed(RequestHead head, @Nullable Form form, ReplyStream stream) {
        try {
            return routeReply.of(head, form, stream);
        } catch (RuntimeException e) {
            stream.discard();
            throw e;
        }
    }
}
