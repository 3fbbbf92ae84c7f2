package io.wizd.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.collection.LongObjectHashMap;
import io.wizd.client.transport.Transport;
import io.wizd.protocol.Framing;
import io.wizd.protocol.MessageCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one connection of a client: opened by the first call, and again by the first call after it was lost. It knows
 * all calls in flight, fails them when the connection ends, and gives their slots back. Confined to its event loop.
 */
final class Link {
    /** The largest that a length prefix may say, so that its first byte is 0. */
    private static final int MAX_REPLY_BYTES = (1 << 24) - 1;

    private final ClientConfig config;
    private final EventLoop loop;
    private final Semaphore slots;
    private final LongObjectHashMap<PendingCall> inFlight = new LongObjectHashMap<>();

    private @Nullable Channel channel;
    private boolean connecting;
    private boolean flushScheduled;
    private boolean closed;

    /**
     * @param slots one permit was taken for each call that comes here, and is given back when the call is over
     */
    Link(ClientConfig config, EventLoop loop, Semaphore slots) {
        this.config = config;
        this.loop = loop;
        this.slots = slots;
    }

    void send(PendingCall call) {
        inFlight.put(call.seqNum, call);
        if (closed) {
            lose(call, "the client is closed", null);
            return;
        }
        long leftMs = Math.max(0, call.timeoutMs - call.elapsedMs());
        call.timer(loop.schedule(() -> timeOut(call), leftMs, TimeUnit.MILLISECONDS));
        if (channel != null) {
            write(channel, call);
        } else if (!connecting) {
            connect();
        }
    }

    private void connect() {
        connecting = true;
        Transport.newBootstrap(loop)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, config.timeoutMs())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel opening) {
                        opening.pipeline()
                                .addLast(Framing.LENGTH_PREFIXED.newDecoder(MAX_REPLY_BYTES))
                                .addLast(new ReplyHandler(Link.this));
                    }
                })
                .connect(config.host(), config.port())
                .addListener((ChannelFuture connected) -> connected(connected));
    }

    private void connected(ChannelFuture attempt) {
        connecting = false;
        if (!attempt.isSuccess()) {
            loseAll("no wizd at " + config.address() + ": " + attempt.cause().getMessage(), attempt.cause());
        } else if (closed) {
            attempt.channel().close();
        } else {
            channel = attempt.channel();
            for (PendingCall call : snapshot()) {
                write(channel, call);
            }
        }
    }

    /** Writes that are asked for in one turn of the loop go out together. */
    private void write(Channel to, PendingCall call) {
        ByteBuf out = to.alloc().ioBuffer(256 + call.message.body().length());
        int begun = Framing.LENGTH_PREFIXED.begin(out);
        MessageCodec.encodeRequest(call.message, out);
        Framing.LENGTH_PREFIXED.end(out, begun);
        call.stage = PendingCall.Stage.WRITING;
        to.write(out).addListener(written -> {
            if (written.isSuccess()) {
                call.stage = PendingCall.Stage.SENT;
            }
        });
        if (!flushScheduled) {
            flushScheduled = true;
            loop.execute(() -> {
                flushScheduled = false;
                if (channel != null) {
                    channel.flush();
                }
            });
        }
    }

    /** A number that is not known belongs to a call that timed out: its reply is dropped. */
    void replied(long seqNum, Reply reply) {
        PendingCall call = inFlight.get(seqNum);
        if (call != null) {
            release(call);
            call.reply.complete(reply);
        }
    }

    /** The connection ended, for this reason. */
    void lost(Channel ended, String why, @Nullable Throwable cause) {
        if (ended.equals(channel)) {
            channel = null;
            loseAll(why, cause);
        }
    }

    void close() {
        closed = true;
        if (channel != null) {
            channel.close();
        }
        channel = null;
        loseAll("the client was closed", null);
    }

    private void timeOut(PendingCall call) {
        int others = inFlight.size() - 1;
        release(call);
        String state = channel != null ? "connected" : "not connected";
        call.reply.completeExceptionally(new CallTimeoutException(
                "%s: no reply from %s within %d ms (%d ms elapsed, %d others in flight, %s)"
                        .formatted(call.msgType(), config.address(), call.timeoutMs, call.elapsedMs(), others, state),
                call.outcomeAfterTimeout()));
    }

    private void loseAll(String why, @Nullable Throwable cause) {
        for (PendingCall call : snapshot()) {
            lose(call, why, cause);
        }
    }

    private void lose(PendingCall call, String why, @Nullable Throwable cause) {
        release(call);
        call.reply.completeExceptionally(
                new ConnectionException(call.msgType() + ": " + why, call.outcomeAfterLoss(), cause));
    }

    private void release(PendingCall call) {
        inFlight.remove(call.seqNum);
        call.cancelTimer();
        slots.release();
    }

    private List<PendingCall> snapshot() {
        return new ArrayList<>(inFlight.values());
    }
}
