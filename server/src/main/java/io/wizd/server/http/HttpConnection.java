package io.wizd.server.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import io.wizd.protocol.MessageCodec;
import io.wizd.protocol.WizdException;
import io.wizd.server.dispatch.Dispatcher;
import io.wizd.server.dispatch.Outcome;
import io.wizd.server.dispatch.ReplySink;
import io.wizd.server.pipeline.Connection;
import io.wizd.server.pipeline.ConnectionLimits;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP face of a connection: requests in, responses out in the order of the requests, however their handlers
 * finish. On the event loop.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

    private final Dispatcher dispatcher;
    private final Router router;
    private final ServerPages pages;
    private final Channel channel;
    private final Connection connection;

    /** Requests whose responses have not been written, the oldest first. */
    private final ArrayDeque<Exchange> exchanges = new ArrayDeque<>();

    private boolean closing;

    HttpConnection(Dispatcher dispatcher, Router router, ServerPages pages, Channel channel, ConnectionLimits limits) {
        this.dispatcher = dispatcher;
        this.router = router;
        this.pages = pages;
        this.channel = channel;
        this.connection = new Connection(channel, limits.maxInFlightPerConnection());
    }

    /** One request, and its response once it is there. */
    private final class Exchange {
        final boolean keepAlive;
        final boolean head;

        @Nullable
        FullHttpResponse response;

        Exchange(boolean keepAlive, boolean head) {
            this.keepAlive = keepAlive;
            this.head = head;
        }

        /** Any thread. */
        void respond(FullHttpResponse ready) {
            connection.execute(() -> {
                response = ready;
                writeReady();
            });
        }

        void fail(Fault fault) {
            respond(HttpReplies.problem(fault));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object object) {
        FullHttpRequest request = (FullHttpRequest) object;
        connection.beginRead();
        try {
            if (!closing) {
                begin(request);
            }
        } finally {
            request.release();
        }
    }

    private void begin(FullHttpRequest request) {
        boolean bad = request.decoderResult().isFailure();
        Exchange exchange = new Exchange(
                !bad && HttpUtil.isKeepAlive(request), request.method().equals(HttpMethod.HEAD));
        closing = !exchange.keepAlive;
        exchanges.add(exchange);
        connection.began();
        if (bad) {
            exchange.fail(Fault.of(
                    ErrorCode.BAD_REQUEST,
                    String.valueOf(request.decoderResult().cause().getMessage())));
            return;
        }
        try {
            route(request, exchange);
        } catch (WizdException e) {
            exchange.fail(e.fault());
        } catch (IllegalArgumentException e) {
            exchange.fail(Fault.of(ErrorCode.BAD_REQUEST, String.valueOf(e.getMessage())));
        }
    }

    private void route(FullHttpRequest request, Exchange exchange) {
        String uri = request.uri();
        int question = uri.indexOf('?');
        String path = question < 0 ? uri : uri.substring(0, question);
        String verb = request.method().name();
        if (verb.equals("POST") && (path.equals("/") || path.equals("/messages") || path.equals("/messages/"))) {
            envelope(request, exchange);
            return;
        }
        if (verb.equals("POST") && path.startsWith("/messages/")) {
            String type = Router.percentDecoded(Router.segments(path).get(1));
            byte[] content = ByteBufUtil.getBytes(request.content());
            Json body = content.length == 0 ? Json.EMPTY_OBJECT : MessageCodec.checked(content);
            dispatch(request, type, body, (message, outcome) -> exchange.respond(plain(outcome)));
            return;
        }
        Router.Match match = router.find(path);
        Router.Target target = match.target(verb);
        if (target != null) {
            Map<String, List<String>> query = question < 0 ? Map.of() : new QueryStringDecoder(uri).parameters();
            byte[] content = ByteBufUtil.getBytes(request.content());
            Json body = BodyBuilder.build(target.route(), target.row().binder(), match.variables(), query, content);
            dispatch(
                    request,
                    target.row().spec().type(),
                    body,
                    (message, outcome) -> exchange.respond(
                            switch (outcome) {
                                case Outcome.Success success -> HttpReplies.success(target.route(), success.data());
                                case Outcome.Failure failure -> HttpReplies.problem(failure.fault());
                            }));
        } else if (!match.byVerb().isEmpty() || pages.has(path)) {
            page(path, verb, match, exchange);
        } else {
            exchange.fail(Fault.of(ErrorCode.NOT_FOUND, "there is nothing at " + path));
        }
    }

    private void page(String path, String verb, Router.Match match, Exchange exchange) {
        boolean isPage = match.byVerb().isEmpty();
        String allow = isPage ? "GET, HEAD, OPTIONS" : match.allow();
        if (isPage && (verb.equals("GET") || verb.equals("HEAD"))) {
            pages.respond(path, exchange::respond);
        } else if (verb.equals("OPTIONS")) {
            FullHttpResponse response = HttpReplies.json(HttpResponseStatus.NO_CONTENT, Json.of(new byte[0]));
            response.headers().remove(HttpHeaderNames.CONTENT_TYPE).remove(HttpHeaderNames.CONTENT_LENGTH);
            response.headers().set(HttpHeaderNames.ALLOW, allow);
            exchange.respond(response);
        } else {
            FullHttpResponse response = HttpReplies.problem(
                    Fault.of(ErrorCode.METHOD_NOT_ALLOWED, path + " takes " + allow + ", not " + verb));
            response.headers().set(HttpHeaderNames.ALLOW, allow);
            exchange.respond(response);
        }
    }

    private static FullHttpResponse plain(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Success success -> HttpReplies.json(HttpResponseStatus.OK, success.data());
            case Outcome.Failure failure -> HttpReplies.problem(failure.fault());
        };
    }

    /** The whole envelope as the request body, answered with the whole envelope. */
    private void envelope(FullHttpRequest request, Exchange exchange) {
        Message message = MessageCodec.decode(ByteBufUtil.getBytes(request.content()));
        dispatcher.dispatch(message, (answered, outcome) -> exchange.respond(enveloped(answered, outcome)));
    }

    private FullHttpResponse enveloped(Message message, Outcome outcome) {
        var out = channel.alloc().ioBuffer(256);
        int status = switch (outcome) {
            case Outcome.Success success -> {
                MessageCodec.encodeReply(message.msgType(), message.seqNum(), success.data(), out);
                yield 200;
            }
            case Outcome.Failure failure -> {
                MessageCodec.encodeFault(message.msgType(), message.seqNum(), failure.fault(), out);
                yield failure.fault().code().httpStatus();
            }
        };
        return HttpReplies.response(HttpResponseStatus.valueOf(status), HttpReplies.JSON, out);
    }

    private void dispatch(FullHttpRequest request, String type, Json body, ReplySink sink) {
        HttpHeaders headers = request.headers();
        dispatcher.dispatch(
                new Message(
                        type,
                        null,
                        headers.get("X-User-ID"),
                        headers.get("X-Device-ID"),
                        headers.get(HttpHeaderNames.AUTHORIZATION),
                        headers.get("Idempotency-Key"),
                        body),
                sink);
    }

    private void writeReady() {
        for (Exchange head = exchanges.peek(); head != null && head.response != null; head = exchanges.peek()) {
            exchanges.remove();
            write(head, head.response);
            connection.ended();
        }
    }

    private void write(Exchange exchange, FullHttpResponse response) {
        if (exchange.head) {
            response.content().clear();
        }
        if (exchange.keepAlive) {
            channel.write(response, channel.voidPromise());
        } else {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            response.setProtocolVersion(HttpVersion.HTTP_1_1);
            channel.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        connection.endRead();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        connection.adjustReading();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            connection.inputEnded();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        for (Exchange exchange : exchanges) {
            if (exchange.response != null) {
                exchange.response.release();
            }
        }
        exchanges.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("{}: {}", ctx.channel(), cause.toString());
        } else {
            LOG.error("{}: unexpected", ctx.channel(), cause);
        }
        ctx.close();
    }
}
