package io.wizd.server.connection;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.EventExecutor;
import io.wizd.budget.ClientMemory;
import io.wizd.budget.Memory;
import io.wizd.budget.RequestMemory;
import io.wizd.event.ConnectionEvent.ConnectionFailed;
import io.wizd.event.Events;
import io.wizd.protocol.Fault;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the faces of a connection (messages, HTTP) have in common: how much is in flight, when to stop reading, when to
 * close. Replies that come from other threads are gathered and written together, with one flush.
 *
 * <p>All methods on the event loop, but {@link #execute}.
 */
public final class Connection {
    /** Goes through the pipeline when messages that were held back may begin, though no reply was written. */
    public static final Object MAY_BEGIN_MORE = new Object();

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** Messages that begin before the loop turns to its other connections: one read may hold hundreds that are answered at once. */
    private static final int MOST_AT_ONCE = 64;

    private static final int ASK_AGAIN_MS = 100;

    private final Channel channel;
    private final EventExecutor eventLoop;
    private final int maxInFlight;
    private final FairShare.Part share;
    private final ClientMemory memory;
    private final @Nullable Fault refusal;
    private final Peer peer;

    /** At the end of a part of it is known whether to read on, and what to flush. */
    private final GatheredWork work;

    private int inFlight;
    private boolean inputEnded;
    private boolean gone;
    private boolean paused;

    /** Whether {@link #mustTakeReplies} will look again by itself. */
    private boolean asksAgain;

    /** Bytes that have come wait in the decoder for room. Those behind them stay in the kernel, else each reply would let in another read. */
    private boolean holding;

    /** Messages that have begun since the bytes were read that are being handled: all but the first came before a reply. */
    private int begunAtOnce;

    /** The other connections of the loop come first, and then the bytes that were held back. */
    private boolean yielding;

    /**
     * A connection that was just opened.
     *
     * @param maxInFlight messages after which nothing more is read until some are answered
     * @param fairShare what the connections of its event loop share
     * @param memory what all requests share
     * @param refusal what its first request is told, where there are too many connections; null if it is served
     * @param proxies who is believed where the client is
     */
    public Connection(
            Channel channel,
            int maxInFlight,
            FairShare fairShare,
            Memory memory,
            @Nullable Fault refusal,
            TrustedProxies proxies) {
        this.channel = channel;
        this.eventLoop = channel.eventLoop();
        this.work = new GatheredWork(eventLoop, this::handled, this::failed);
        this.maxInFlight = maxInFlight;
        this.share = fairShare.new Part(this::mayGoOn);
        this.memory = memory.forClient();
        channel.closeFuture().addListener(closed -> gone());
        this.refusal = refusal;
        this.peer = new Peer(channel, proxies);
    }

    /** What all requests share. */
    public Memory memory() {
        return memory.memory();
    }

    /** What one request of this connection holds, from now on, where its reply is sent in its turn. */
    public RequestMemory forRequestInOrder() {
        return memory.forRequestInOrder();
    }

    /** What one request of this connection holds, from now on. */
    public RequestMemory forRequest() {
        return memory.forRequest();
    }

    /** What every request is told that needs anything; null if the connection is served. */
    public @Nullable Fault refusal() {
        return refusal;
    }

    /** One more message is on its way. */
    public void began() {
        inFlight++;
        if (!gone) {
            share.began(begunAtOnce > 0);
            memory.beganRequest();
        }
        begunAtOnce++;
        adjustReading();
    }

    /** One message came whose reply was written before its end: it is never in flight, and takes its turn as any other. */
    public void answered() {
        if (!gone) {
            share.answered(begunAtOnce > 0);
        }
        begunAtOnce++;
        adjustReading();
    }

    /** One message was answered and its reply written. */
    public void ended() {
        inFlight--;
        if (!gone) {
            share.ended(1);
            memory.endedRequests(1);
        }
        adjustReading();
        closeIfDone();
    }

    private void mayGoOn() {
        yielding = false;
        begunAtOnce = 0;
        if (!gone) {
            adjustReading();
            channel.pipeline().fireUserEventTriggered(MAY_BEGIN_MORE);
        }
    }

    /** Whether messages are on their way whose replies were not written. */
    boolean hasInFlight() {
        return inFlight > 0;
    }

    /** What is in flight takes nobody's turn any more. */
    private void gone() {
        gone = true;
        if (inFlight > 0) {
            share.ended(inFlight);
            memory.endedRequests(inFlight);
        }
        memory.gone();
    }

    /** The client has sent its last byte: what is in flight is answered still. */
    public void inputEnded() {
        inputEnded = true;
        closeIfDone();
    }

    /** The channel that it wraps. */
    public Channel channel() {
        return channel;
    }

    /** What its lines in the log and the requests on it are called by. */
    public String id() {
        return channel.id().asShortText();
    }

    /** Who is at its other end. Any thread. */
    public Peer peer() {
        return peer;
    }

    /** Both addresses and a number, and the client of a proxy. */
    @Override
    public String toString() {
        return peer.toString();
    }

    /** Reads nothing more until {@link #unpause}, whatever room there is. */
    public void pause() {
        paused = true;
        adjustReading();
    }

    /** Reads on. */
    public void unpause() {
        paused = false;
        adjustReading();
    }

    /** Whether the message that has come may begin. */
    public boolean hasRoom() {
        if (begunAtOnce >= MOST_AT_ONCE && !yielding) {
            yieldToOthers();
        }
        boolean room = mayBeginMore();
        holding = !room;
        if (!room) {
            adjustReading();
            if (!gone) {
                share.refusedMore();
            }
        }
        return room;
    }

    private void yieldToOthers() {
        yielding = true;
        eventLoop.execute(this::mayGoOn);
        adjustReading();
    }

    /** Not too many are in flight, nor do they hold too much, and the client takes its replies. */
    private boolean mayBeginMore() {
        return !paused
                && !yielding
                && inFlight < maxInFlight
                && share.allowsMore()
                && memory.mayBeginMore()
                && channel.isWritable()
                && !mustTakeReplies();
    }

    /** Where all that clients have not taken is more than they may have together, only those go on that have taken theirs. */
    private boolean mustTakeReplies() {
        ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer();
        boolean must = unsent != null && unsent.totalPendingWriteBytes() > 0 && memory.repliesUseItUp();
        if (must && !asksAgain) {
            asksAgain = true;
            // That the client has taken them is told to nobody.
            eventLoop.schedule(
                    () -> {
                        asksAgain = false;
                        mayGoOn();
                    },
                    ASK_AGAIN_MS,
                    TimeUnit.MILLISECONDS);
        }
        return must;
    }

    /** Reads on while there is room for more messages, and none that has come waits for it. */
    public void adjustReading() {
        if (mayBeginMore()) {
            if (!work.goesOn()) {
                readOn();
            }
        } else if (channel.config().isAutoRead()) {
            channel.config().setAutoRead(false);
            // What waits in a decoder goes on when the client has taken these, so they must be on their way.
            channel.flush();
        }
    }

    private void readOn() {
        if (!holding && !channel.config().isAutoRead() && mayBeginMore()) {
            channel.config().setAutoRead(true);
        }
    }

    /** Closes after a failure of the channel or of a handler: what a client does to its connection is no news for anybody. */
    public void failed(Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("{}: {}", this, cause.toString());
        } else {
            Events.tell(new ConnectionFailed(toString(), cause));
        }
        channel.close();
    }

    private void closeIfDone() {
        if (inputEnded && inFlight == 0) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> ClosingConnection.begin(channel));
        }
    }

    /**
     * Runs the task on the event loop: at once where this is it, or together with what else has gathered. One that fails ends the
     * connection.
     */
    public void execute(Runnable task) {
        work.execute(task);
    }

    /** Between these two, replies are written without a flush each: the bytes of one read are being handled. */
    public void beginRead() {
        work.begin();
    }

    /** The bytes of one read are handled. */
    public void endRead() {
        begunAtOnce = 0;
        work.end();
    }

    private void handled() {
        readOn();
        channel.flush();
    }
}
