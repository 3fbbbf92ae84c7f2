package io.wizd.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.concurrent.Future;
import io.wizd.client.transport.ClientSockets;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Framing;
import io.wizd.protocol.MessageCodec;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a server, kept open for good: it takes calls from the answer to its first ping on, and connects
 * again when it is lost. It knows the calls in flight on it, and hands them back when it ends. Confined to the event
 * loop.
 */
final class Link {
    /** The largest that a length prefix may say, so that its first byte is 0. */
    static final int MAX_REPLY_BYTES = (1 << 24) - 1;

    /** One below what a server reads ahead by default ({@code maxInFlightPerConnection}), so that it reads a ping too. */
    private static final int MAX_IN_FLIGHT = 255;

    private enum State {
        /** No connection; a timer will open one. */
        RESTING,
        /** No connection; a timer will open one, and calls wait for it. */
        DUE,
        CONNECTING,
        /** Connected, and the first ping is not answered. */
        CHECKING,
        UP,
        /** The server is stopping: it answers what it has, and gets nothing more. */
        STOPPING,
        CLOSED
    }

    private final Endpoint server;
    private final HealthPolicy policy;
    private final EventLoop loop;
    private final LinkEvents events;
    private final Backoff backoff;
    private final HealthCheck check;
    private final LongObjectHashMap<PendingCall> inFlight = new LongObjectHashMap<>();

    private State state = State.RESTING;
    private @Nullable Channel channel;
    private @Nullable Future<?> opening;
    private long attemptNanos;
    private int attempts;
    private boolean flushScheduled;

    Link(Endpoint server, ClientParts parts, LinkEvents events) {
        this.server = server;
        this.policy = parts.health();
        this.loop = parts.loop();
        this.events = events;
        this.backoff = new Backoff(policy, parts.random());
        this.check = new HealthCheck(this, policy, loop);
    }

    boolean isUp() {
        return state == State.UP;
    }

    /** Whether it will soon be known if the server is up. */
    boolean isConnecting() {
        return state == State.DUE || state == State.CONNECTING || state == State.CHECKING;
    }

    boolean hasRoom() {
        return inFlight.size() < MAX_IN_FLIGHT;
    }

    int inFlight() {
        return inFlight.size();
    }

    /** Calls wait for a server: an attempt is made as soon as the last one lies {@code reconnectBaseMs} back. */
    void openSoon() {
        if (state == State.RESTING) {
            state = State.DUE;
            long sinceMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - attemptNanos);
            openAfter(attempts == 0 ? 0 : Math.max(0, policy.reconnectBaseMs() - sinceMs));
        }
    }

    private void openAfter(long delayMs) {
        if (opening != null) {
            opening.cancel(false);
        }
        opening = loop.schedule(this::open, delayMs, TimeUnit.MILLISECONDS);
    }

    private void open() {
        if (state != State.RESTING && state != State.DUE) {
            return;
        }
        state = State.CONNECTING;
        attempts++;
        attemptNanos = System.nanoTime();
        ClientSockets.newBootstrap(loop)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, policy.checkTimeoutMs())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connection
                                .pipeline()
                                .addLast(new SignOfLife())
                                .addLast(Framing.LENGTH_PREFIXED.newDecoder(MAX_REPLY_BYTES))
                                .addLast(new ReplyHandler(Link.this));
                    }
                })
                .connect(server.address().host(), server.address().port())
                .addListener((ChannelFuture connected) -> connected(connected));
    }

    private void connected(ChannelFuture attempt) {
        if (state == State.CLOSED) {
            attempt.channel().close();
        } else if (!attempt.isSuccess()) {
            down("no wizd at " + server.address() + ": " + reason(attempt.cause()), attempt.cause());
        } else {
            channel = attempt.channel();
            state = State.CHECKING;
            check.pingNow();
        }
    }

    /** For people: a transport tells of system calls. */
    private String reason(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof ConnectTimeoutException) {
            return "no connection within " + policy.checkTimeoutMs() + " ms";
        }
        if (cause instanceof UnknownHostException) {
            return "unknown host";
        }
        return message.contains("Connection refused")
                ? "connection refused"
                : message.replaceFirst("^.* failed with error\\(-?\\d+\\): ", "");
    }

    /** Sends a call; only while it is up. */
    void send(PendingCall call) {
        call.link = this;
        inFlight.put(call.seqNum, call);
        call.stage = PendingCall.Stage.WRITING;
        write(call.message.body().length(), out -> MessageCodec.encodeRequest(call.message, out))
                .addListener(written -> {
                    if (written.isSuccess() && call.link == this) {
                        call.stage = PendingCall.Stage.SENT;
                    }
                });
    }

    void sendPing() {
        write(0, out -> MessageCodec.encodeRequest(HealthCheck.PING, out));
    }

    /** Writes that are asked for in one turn of the loop go out together. */
    private ChannelFuture write(int bodyBytes, Consumer<ByteBuf> message) {
        Channel to = Objects.requireNonNull(channel);
        ByteBuf out = to.alloc().ioBuffer(256 + bodyBytes);
        int begun = Framing.LENGTH_PREFIXED.begin(out);
        message.accept(out);
        Framing.LENGTH_PREFIXED.end(out, begun);
        ChannelFuture written = to.write(out);
        if (!flushScheduled) {
            flushScheduled = true;
            loop.execute(() -> {
                flushScheduled = false;
                if (channel != null) {
                    channel.flush();
                }
            });
        }
        return written;
    }

    /** A number that is not known belongs to a call that timed out: its reply is dropped. */
    void replied(long seqNum, ReplyMessage reply) {
        if (seqNum == HealthCheck.SEQ_NUM) {
            pong(reply);
            return;
        }
        PendingCall call = inFlight.remove(seqNum);
        if (call != null) {
            call.link = null;
            call.stage = PendingCall.Stage.WAITING;
            events.replied(call, server, reply);
            endIfStopped();
        }
    }

    private void pong(ReplyMessage reply) {
        check.answered();
        ReplyError error = reply.error();
        if (error != null && error.code().equals(ErrorCode.STOPPING.name())) {
            stopping();
        } else if (state == State.CHECKING) {
            state = State.UP;
            backoff.reset();
            server.up(check.roundTrip(), Pong.version(reply), attempts > 1);
            attempts = 1;
            events.changed();
        } else if (state == State.UP) {
            server.up(check.roundTrip(), Pong.version(reply), false);
        }
    }

    /** It said that it is stopping. */
    void stopping() {
        if (state == State.UP || state == State.CHECKING) {
            state = State.STOPPING;
            server.changed("the server is stopping", null);
            endIfStopped();
        }
    }

    private void endIfStopped() {
        if (state == State.STOPPING && inFlight.isEmpty()) {
            down("the server is stopping", null);
        }
    }

    /** The call timed out: it is no more waited for, and the server is asked whether it is there at all. */
    void forget(PendingCall call) {
        inFlight.remove(call.seqNum);
        call.link = null;
        check.pingNow();
        endIfStopped();
    }

    /** The connection ended, for this reason. */
    void lost(Channel ended, String why, @Nullable Throwable cause) {
        if (ended.equals(channel)) {
            down(why, cause);
        }
    }

    /** No connection any more; its calls go back, and another attempt is made after a while. */
    void down(String why, @Nullable Throwable cause) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.RESTING;
        List<PendingCall> calls = end();
        server.changed(why, cause);
        openAfter(backoff.nextMs());
        for (PendingCall call : calls) {
            call.lost(why, cause);
        }
        calls.forEach(events::lost);
        events.changed();
    }

    /** Ends it for good; what is in flight is not told. */
    void close() {
        state = State.CLOSED;
        end();
    }

    private List<PendingCall> end() {
        check.stop();
        if (opening != null) {
            opening.cancel(false);
        }
        if (channel != null) {
            Channel ending = channel;
            channel = null;
            ending.close();
        }
        List<PendingCall> calls = new ArrayList<>(inFlight.values());
        inFlight.clear();
        return calls;
    }

    /** Before the decoder, since a large reply is read in many parts. */
    private final class SignOfLife extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            check.received();
            context.fireChannelRead(bytes);
        }
    }
}
