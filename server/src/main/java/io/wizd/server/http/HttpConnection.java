package io.wizd.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.WizdException;
import io.wizd.server.pipeline.ClosingConnection;
import io.wizd.server.pipeline.Connection;
import io.wizd.server.pipeline.ConnectionLimits;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP face of a connection: requests in, replies out in the order of the requests, however their handlers finish.
 * A request that can be refused by its head is refused before its body is read. On the event loop.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter implements TimeGuard.Watched {
    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

    private final Resources resources;
    private final Channel channel;
    private final Connection connection;
    private final RequestDecoder decoder;
    private final int maxBodyBytes;
    private final TimeGuard timeGuard;

    private final ReplyQueue replies;

    /** The newest request, as long as its end has not come. */
    private @Nullable Incoming incoming;

    /** Whether nothing more will be read, because the newest request is the last. */
    private boolean closing;

    HttpConnection(
            Resources resources,
            Channel channel,
            Connection connection,
            RequestDecoder decoder,
            ConnectionLimits limits) {
        this.resources = resources;
        this.channel = channel;
        this.connection = connection;
        this.decoder = decoder;
        this.replies = new ReplyQueue(channel, connection, decoder::resume);
        this.maxBodyBytes = limits.maxMessageBytes();
        this.timeGuard = new TimeGuard(channel.eventLoop(), this, limits.requestTimeoutMs(), limits.idleTimeoutMs());
    }

    /** A request that is being read. */
    private record Incoming(Exchange exchange, RequestHead head, Resources.Found found, RequestBody body) {}

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        timeGuard.start();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object part) {
        connection.beginRead();
        try {
            if (!closing && part instanceof HttpRequest request) {
                begin(request);
            }
            if (incoming != null && part instanceof HttpContent content) {
                take(incoming, content);
            }
        } finally {
            ReferenceCountUtil.release(part);
        }
    }

    private void begin(HttpRequest request) {
        Throwable unreadable = request.decoderResult().cause();
        if (unreadable != null) {
            refuse(DecodeFaults.of(unreadable), request.method().name());
            return;
        }
        RequestHead head;
        try {
            head = RequestHead.of(request);
        } catch (WizdException e) {
            refuse(e.fault(), request.method().name());
            return;
        }
        Exchange exchange = new Exchange(head);
        replies.add(exchange);
        Resources.Found found = find(exchange, head);
        if (!closing) {
            incoming = new Incoming(exchange, head, found, new RequestBody(maxBodyBytes));
            exchange.awaitsContinue = head.expectsContinue();
            replies.writeContinueIfDue();
        }
    }

    private Resources.Found find(Exchange exchange, RequestHead head) {
        try {
            Resources.Found found = resources.find(head);
            if (found.resource() instanceof Resource.Fixed fixed) {
                decide(exchange, head, fixed.reply());
            } else {
                HeadChecks.check(head, found, found.resource().maxBodyBytes(maxBodyBytes));
            }
            return found;
        } catch (WizdException e) {
            decide(exchange, head, HttpReply.problem(e.fault()));
            return Resources.NOTHING;
        }
    }

    /**
     * Answers by the head alone. A body that is short is read and dropped; one that is long, or of unknown length, or may
     * never come because the client waits for 100, ends the connection: nobody could say where the next request begins.
     */
    private void decide(Exchange exchange, RequestHead head, HttpReply reply) {
        exchange.decided = true;
        boolean endIsKnown =
                head.contentLength() >= 0 && head.contentLength() <= maxBodyBytes && !head.expectsContinue();
        exchange.keepAlive &= endIsKnown;
        if (!exchange.keepAlive) {
            stopAfter(exchange);
        }
        replies.deliver(exchange, reply);
    }

    private void take(Incoming request, HttpContent content) {
        Exchange exchange = request.exchange();
        Throwable unreadable = content.decoderResult().cause();
        try {
            if (unreadable != null) {
                throw new WizdException(DecodeFaults.ofBody(unreadable));
            }
            if (!exchange.decided) {
                request.body().add(content.content());
            }
        } catch (WizdException e) {
            endWith(exchange, e.fault());
            return;
        }
        if (content instanceof LastHttpContent) {
            end(request);
        }
    }

    private void end(Incoming request) {
        Exchange exchange = request.exchange();
        incoming = null;
        timeGuard.requestEnded();
        if (!exchange.keepAlive) {
            stopAfter(exchange);
        } else {
            replies.ended(exchange);
        }
        if (!exchange.decided) {
            answer(request);
        }
    }

    private void answer(Incoming request) {
        byte[] body = request.body().bytes();
        if (body.length > 0 && HeadChecks.isGzip(request.head().fields().contentEncoding)) {
            Thread.ofVirtual().name("inflate").start(() -> answerInflated(request, body));
        } else {
            answer(request, body);
        }
    }

    /** On a virtual thread, because it can take milliseconds. */
    private void answerInflated(Incoming request, byte[] compressed) {
        try {
            answer(request, RequestBody.inflated(compressed, maxBodyBytes));
        } catch (WizdException e) {
            replies.deliver(request.exchange(), HttpReply.problem(e.fault()));
        }
    }

    private void answer(Incoming request, byte[] body) {
        Resources.Found found = request.found();
        try {
            found.resource()
                    .answer(
                            new Resource.Request(request.head(), found.variables(), body),
                            reply -> replies.deliver(request.exchange(), reply));
        } catch (WizdException e) {
            replies.deliver(request.exchange(), HttpReply.problem(e.fault()));
        } catch (RuntimeException e) {
            LOG.error(
                    "{} {}: unexpected", request.head().verb(), found.resource().name(), e);
            replies.deliver(request.exchange(), HttpReply.problem(Fault.of(ErrorCode.INTERNAL)));
        }
    }

    /** The bytes are no request: says so when its turn comes, and closes. */
    private void refuse(Fault fault, String verb) {
        LOG.debug("{}: {}", channel, fault);
        Exchange exchange = Exchange.unreadable(verb);
        replies.add(exchange);
        endWith(exchange, fault);
    }

    private void endWith(Exchange exchange, Fault fault) {
        boolean decided = exchange.decided;
        exchange.decided = true;
        exchange.keepAlive = false;
        stopAfter(exchange);
        if (!decided) {
            replies.deliver(exchange, HttpReply.problem(fault));
        } else if (exchange.written) {
            ClosingConnection.begin(channel);
        }
    }

    /** Nothing is read after this exchange. */
    private void stopAfter(Exchange exchange) {
        closing = true;
        incoming = null;
        decoder.drop();
        replies.ended(exchange);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        timeGuard.readEnded();
        connection.endRead();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!closing) {
            connection.adjustReading();
            decoder.resume();
        }
    }

    /** A request whose end did not come is not carried out; those before it are answered still. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            if (incoming != null) {
                replies.remove(incoming.exchange());
                incoming = null;
            }
            connection.inputEnded();
        }
    }

    @Override
    public boolean isWaitingForRest() {
        return channel.config().isAutoRead() && decoder.isWaitingForRest();
    }

    @Override
    public boolean isIdle() {
        ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer();
        return replies.isEmpty() && (unsent == null || unsent.isEmpty());
    }

    @Override
    public void requestTimedOut() {
        Fault fault = Fault.of(ErrorCode.REQUEST_TIMEOUT);
        if (incoming == null) {
            refuse(fault, "");
        } else {
            endWith(incoming.exchange(), fault);
        }
    }

    @Override
    public void idleTimedOut() {
        ClosingConnection.begin(channel);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        timeGuard.stop();
        replies.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("{}: {}", channel, cause.toString());
        } else {
            LOG.error("{}: unexpected", channel, cause);
        }
        ctx.close();
    }
}
