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
import io.wizd.server.connection.ClosingConnection;
import io.wizd.server.connection.Connection;
import io.wizd.server.connection.ConnectionLimits;
import io.wizd.server.connection.TimeGuard;
import io.wizd.server.http.route.HeadChecks;
import io.wizd.server.http.route.Resource;
import io.wizd.server.http.route.Resources;
import io.wizd.server.http.wire.DecodeFaults;
import io.wizd.server.http.wire.HttpReply;
import io.wizd.server.http.wire.RequestDecoder;
import io.wizd.server.http.wire.RequestHead;
import io.wizd.server.logfile.AccessLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP face of a connection: requests in, replies out in the order of the requests, however their handlers finish.
 * A request that can be refused by its head is refused before its body is read. On the event loop.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter implements TimeGuard.Watched, BodyAdmission.Waiter {
    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

    private final Resources resources;
    private final Channel channel;
    private final Connection connection;
    private final RequestDecoder decoder;
    private final int maxBodyBytes;
    private final TimeGuard timeGuard;

    private final ReplyQueue replies;
    private final BodyAdmission bodyAdmission;

    /** Requests that have begun. */
    private int requests;

    /** The newest request, as long as its end has not come. */
    private @Nullable IncomingRequest incoming;

    /** Whether nothing more will be read, because the newest request is the last. */
    private boolean closing;

    /** @param accessLog null if there is none */
    HttpConnection(
            Resources resources,
            Connection connection,
            RequestDecoder decoder,
            ConnectionLimits limits,
            @Nullable AccessLog accessLog) {
        this.resources = resources;
        this.channel = connection.channel();
        this.connection = connection;
        this.decoder = decoder;
        this.replies = new ReplyQueue(connection, resources, accessLog, decoder::resume);
        this.maxBodyBytes = limits.maxMessageBytes();
        this.timeGuard = new TimeGuard(channel.eventLoop(), this, limits.requestTimeoutMs(), limits.idleTimeoutMs());
        this.bodyAdmission = new BodyAdmission(resources, connection, limits, this);
    }

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
        RequestHead head;
        try {
            head = RequestHead.of(request);
        } catch (WizdException e) {
            refuse(e.fault(), request.method().name());
            return;
        }
        Exchange exchange = new Exchange(head, connection, ++requests);
        exchange.keepAlive &= connection.refusal() == null;
        replies.add(exchange);
        Resources.Found found = find(exchange, head);
        if (!closing) {
            incoming = bodyAdmission.incoming(exchange, head, found);
            receive(incoming);
        }
    }

    /** Asks for the body, if the client waits for that, once there is room for it. */
    private void receive(IncomingRequest request) {
        try {
            if (bodyAdmission.hasRoomFor(request)) {
                request.exchange().awaitsContinue = request.expectsContinue();
                replies.writeContinueIfDue();
            }
        } catch (WizdException e) {
            endWith(request.exchange(), e.fault());
        }
    }

    private Resources.Found find(Exchange exchange, RequestHead head) {
        Resources.Found found = Resources.NOTHING;
        try {
            resources.sites().check(head, connection.peer());
            found = resources.find(head);
            Fault refusal = connection.refusal();
            if (refusal != null && found.resource().needsBudget()) {
                throw new WizdException(refusal);
            }
            if (found.resource() instanceof Resource.Fixed fixed) {
                decide(exchange, head, fixed.reply());
            } else {
                HeadChecks.check(head, found, bodyAdmission.maxBytes(found.resource()));
            }
            return found;
        } catch (WizdException e) {
            decide(exchange, head, HeadChecks.refusal(e.fault(), head, found.resource()));
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

    private void take(IncomingRequest request, HttpContent content) {
        Exchange exchange = request.exchange();
        Throwable unreadable = content.decoderResult().cause();
        try {
            if (unreadable != null) {
                throw new WizdException(DecodeFaults.ofBody(unreadable));
            }
            if (!exchange.decided) {
                request.add(content.content());
                if (request.hasGrown()) {
                    bodyAdmission.hasRoomFor(request);
                    timeGuard.progressed();
                }
            }
        } catch (WizdException e) {
            endWith(exchange, e.fault());
            return;
        }
        if (content instanceof LastHttpContent) {
            end(request);
        }
    }

    private void end(IncomingRequest request) {
        Exchange exchange = request.exchange();
        incoming = null;
        request.end();
        bodyAdmission.ended();
        timeGuard.requestEnded();
        if (!exchange.keepAlive) {
            stopAfter(exchange);
        } else {
            replies.ended(exchange);
        }
        if (!exchange.decided && bodyAdmission.mayAnswer(request)) {
            replies.begin(request);
        }
    }

    @Override
    public void roomGranted(IncomingRequest request) {
        if (request.hasEnded()) {
            replies.begin(request);
        } else {
            receive(request);
        }
        timeGuard.progressed();
        timeGuard.readEnded();
        decoder.resume();
        connection.endRead();
    }

    @Override
    public void refused(IncomingRequest request, Fault fault) {
        endWith(request.exchange(), fault);
    }

    /** The bytes are no request: says so when its turn comes, and closes. */
    private void refuse(Fault fault, String verb) {
        Exchange exchange = Exchange.unreadable(verb, connection, ++requests);
        if (LOG.isDebugEnabled()) {
            LOG.debug("{}: {}", exchange.origin(), fault);
        }
        replies.add(exchange);
        endWith(exchange, fault);
    }

    private void endWith(Exchange exchange, Fault fault) {
        boolean decided = exchange.decided;
        exchange.decided = true;
        exchange.keepAlive = false;
        dropIncoming();
        stopAfter(exchange);
        if (!decided) {
            replies.deliver(exchange, HttpReply.problem(fault));
        } else if (exchange.written) {
            ClosingConnection.begin(channel);
        }
    }

    /** What has come of the newest request is needed no more. */
    private void dropIncoming() {
        bodyAdmission.drop();
        if (incoming != null) {
            incoming.release();
            incoming = null;
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
        if (channel.isWritable()) {
            replies.writeReady();
        }
        if (!closing) {
            connection.adjustReading();
        }
        beginMore();
    }

    private void beginMore() {
        if (!closing) {
            decoder.resume();
        }
        connection.endRead();
    }

    /** A request whose end did not come is not carried out; those before it are answered still. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            if (incoming != null) {
                replies.remove(incoming.exchange());
                dropIncoming();
            }
            connection.inputEnded();
        } else if (event == Connection.MAY_BEGIN_MORE) {
            beginMore();
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
        dropIncoming();
        timeGuard.stop();
        replies.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        connection.failed(cause);
    }
}
