package io.wizd.server.pipeline;

import io.netty.util.concurrent.ScheduledFuture;
import io.wizd.budget.MemoryBudget;
import io.wizd.budget.Progress;
import io.wizd.budget.RequestMemory;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.FrameDecoder;
import io.wizd.protocol.WizdException;
import io.wizd.server.connection.Connection;
import io.wizd.server.connection.ConnectionLimits;
import io.wizd.server.connection.TimeGuard;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The message of a connection that has begun and not ended: it has a deadline and, from {@link FrameDecoder#SMALL_FRAME_BYTES} on, memory
 * of its own, for which its connection waits unread. On the event loop.
 */
final class UnfinishedMessage implements TimeGuard.Watched, MemoryBudget.Holder {
    private final Connection connection;
    private final FrameDecoder decoder;
    private final ConnectionLimits limits;
    private final MessageConnection face;
    private final TimeGuard timeGuard;
    private final Progress progress = new Progress();

    /** Of the message, once it was found to be large. */
    private @Nullable RequestMemory memory;

    private MemoryBudget.@Nullable Claim claim;
    private @Nullable ScheduledFuture<?> patience;

    UnfinishedMessage(Connection connection, FrameDecoder decoder, ConnectionLimits limits, MessageConnection face) {
        this.connection = connection;
        this.decoder = decoder;
        this.limits = limits;
        this.face = face;
        this.timeGuard =
                new TimeGuard(connection.channel().eventLoop(), this, limits.requestTimeoutMs(), TimeGuard.NEVER);
        timeGuard.start();
    }

    /** A message has ended; what it holds is from now on the caller's to release. */
    RequestMemory ended() {
        timeGuard.requestEnded();
        RequestMemory held = memory;
        if (held == null) {
            return connection.forRequest();
        }
        leave();
        return held;
    }

    /** What came was cut into messages: the rest is the beginning of the next one. */
    void readEnded() {
        timeGuard.readEnded();
        if (claim == null && decoder.unfinishedBytes() > FrameDecoder.SMALL_FRAME_BYTES) {
            claim();
        }
    }

    private void claim() {
        memory = connection.forRequest();
        progress.start(decoder.unfinishedBytes(), limits.maxMessageBytes());
        connection.memory().large().enter(this);
        try {
            claim = memory.claimBody(
                    limits.maxMessageBytes(),
                    () -> connection.channel().eventLoop().execute(this::granted));
            if (!claim.isGranted()) {
                connection.pause();
                patience = connection
                        .channel()
                        .eventLoop()
                        .schedule(this::outOfPatience, limits.requestTimeoutMs(), TimeUnit.MILLISECONDS);
            }
        } catch (WizdException e) {
            face.abandoned(e.fault());
        }
    }

    private void granted() {
        if (patience != null) {
            patience.cancel(false);
            patience = null;
            timeGuard.progressed();
            progress.start(decoder.unfinishedBytes(), limits.maxMessageBytes());
            connection.unpause();
            face.readOn();
        }
    }

    private void outOfPatience() {
        face.abandoned(connection.memory().large().refused().fault());
    }

    @Override
    public void giveWay() {
        connection.channel().eventLoop().execute(() -> {
            boolean held = claim != null && claim.isGranted();
            if (held && isWaitingForRest() && progress.isTooSlow(decoder.unfinishedBytes())) {
                face.abandoned(Fault.of(
                        ErrorCode.REQUEST_TIMEOUT, "the message came too slowly while others waited for memory"));
            }
        });
    }

    /** It will not end, or the connection is closed. */
    void drop() {
        timeGuard.stop();
        if (memory != null) {
            memory.release();
            leave();
        }
    }

    private void leave() {
        connection.memory().large().leave(this);
        memory = null;
        claim = null;
        if (patience != null) {
            patience.cancel(false);
            patience = null;
        }
    }

    @Override
    public boolean isWaitingForRest() {
        return connection.channel().config().isAutoRead() && decoder.unfinishedBytes() > 0;
    }

    @Override
    public boolean isIdle() {
        return false;
    }

    @Override
    public void requestTimedOut() {
        face.abandoned(Fault.of(ErrorCode.REQUEST_TIMEOUT));
    }

    @Override
    public void idleTimedOut() {
        throw new IllegalStateException("a connection of messages may be silent");
    }
}
