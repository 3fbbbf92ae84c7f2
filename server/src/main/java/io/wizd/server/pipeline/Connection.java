package io.wizd.server.pipeline;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.internal.PlatformDependent;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the faces of a connection (messages, HTTP) have in common: how much is in flight, when to stop reading, when to
 * close. Replies that come from other threads are gathered and written together, with one flush.
 *
 * <p>All methods on the event loop, but {@link #execute}.
 */
public final class Connection {
    private final Channel channel;
    private final EventExecutor eventLoop;
    private final int maxInFlight;

    /** Work from other threads: written by many, drained by the event loop. */
    private final Queue<Runnable> tasks = PlatformDependent.newMpscQueue();

    private final AtomicBoolean draining = new AtomicBoolean();
    private int inFlight;
    private boolean inputEnded;
    private boolean paused;
    private boolean writing;

    /** Whether reading is being switched on, which hands on what a decoder holds before it returns. */
    private boolean resuming;

    /** @param maxInFlight messages after which nothing more is read until some are answered */
    public Connection(Channel channel, int maxInFlight) {
        this.channel = channel;
        this.eventLoop = channel.eventLoop();
        this.maxInFlight = maxInFlight;
    }

    /** One more message is on its way. */
    public void began() {
        inFlight++;
        adjustReading();
    }

    /** One message was answered and its reply written. */
    public void ended() {
        inFlight--;
        adjustReading();
        closeIfDone();
    }

    /** The client has sent its last byte: what is in flight is answered still. */
    public void inputEnded() {
        inputEnded = true;
        closeIfDone();
    }

    /** Where it leads. */
    public Channel channel() {
        return channel;
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

    /** Whether one more message may begin: not too many are in flight, and the client takes its replies. */
    public boolean hasRoom() {
        return !paused && inFlight < maxInFlight && channel.isWritable();
    }

    /** Reads on while there is room for more messages. */
    public void adjustReading() {
        boolean read = hasRoom();
        if (channel.config().isAutoRead() == read) {
            return;
        }
        if (read) {
            resume();
        } else {
            channel.config().setAutoRead(false);
            // What waits in a decoder goes on when the client has taken these, so they must be on their way.
            channel.flush();
        }
    }

    /** A message that a decoder holds may be answered at once, and so ask for the next: in turn, not one within the other. */
    private void resume() {
        if (resuming) {
            return;
        }
        resuming = true;
        try {
            while (hasRoom() && !channel.config().isAutoRead()) {
                channel.config().setAutoRead(true);
            }
        } finally {
            resuming = false;
        }
    }

    private void closeIfDone() {
        if (inputEnded && inFlight == 0) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> ClosingConnection.begin(channel));
        }
    }

    /** Runs the work on the event loop: at once where this is it, or together with what else has gathered. */
    public void execute(Runnable work) {
        if (eventLoop.inEventLoop()) {
            work.run();
            if (!writing) {
                channel.flush();
            }
            return;
        }
        tasks.add(work);
        if (draining.compareAndSet(false, true)) {
            eventLoop.execute(this::drain);
        }
    }

    private void drain() {
        draining.set(false);
        writing = true;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        writing = false;
        channel.flush();
    }

    /** Between these two, replies are written without a flush each: the bytes of one read are being handled. */
    public void beginRead() {
        writing = true;
    }

    /** The bytes of one read are handled. */
    public void endRead() {
        writing = false;
        channel.flush();
    }
}
