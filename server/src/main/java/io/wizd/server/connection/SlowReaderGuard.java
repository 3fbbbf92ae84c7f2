package io.wizd.server.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.util.concurrent.ScheduledFuture;
import io.wizd.budget.Memory;
import io.wizd.budget.MemoryBudget;
import io.wizd.budget.Progress;
import io.wizd.event.ConnectionEvent.IdleClientClosed;
import io.wizd.event.ConnectionEvent.SlowClientClosed;
import io.wizd.event.Events;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a connection's client has not taken of its replies: counts it in the budget of memory, and closes the connection when not
 * a byte went out during {@code writeIdleTimeoutMs} although something waits, or too few of them while others wait for memory: for
 * what the client has not taken itself, or for what its replies hold that wait behind that. It counts what was really sent, because
 * a reply that is made while it is sent keeps what waits at the same level, however fast the client reads. It costs an addition a
 * write while the client keeps up. On the event loop.
 */
public final class SlowReaderGuard extends ChannelDuplexHandler implements MemoryBudget.Holder {
    private final long writeIdleTimeoutMs;
    private final Connection connection;
    private final Memory memory;
    private final Progress progress = new Progress();
    private @Nullable ChannelHandlerContext context;
    private @Nullable ScheduledFuture<?> check;

    /** Bytes handed to the channel since it was opened. */
    private long written;

    /** As many of them as it was told to send. */
    private long flushed;

    /** Bytes in memory that wait for the client, as the budget knows them. */
    private long counted;

    /** Whether the budgets know that something waits for the client. */
    private boolean entered;

    /** @param connection whose replies they are */
    public SlowReaderGuard(long writeIdleTimeoutMs, Connection connection) {
        this.writeIdleTimeoutMs = writeIdleTimeoutMs;
        this.connection = connection;
        this.memory = connection.memory();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object bytes, ChannelPromise promise) {
        written += unsentBytes(bytes);
        long large = bytesInMemory(bytes);
        if (large > Memory.SMALL_BYTES) {
            // Its request gives its memory back before the next flush; until then nobody would count it.
            count(ctx, counted + large);
        }
        ctx.write(bytes, promise);
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        flushed = written;
        ctx.flush();
        boolean allSent = isAllSent(ctx);
        if (!allSent || entered) {
            count(ctx);
        }
        if (!allSent && check == null) {
            watch(ctx);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        count(ctx);
        ctx.fireChannelWritabilityChanged();
    }

    /** Tells the budgets how much waits now. */
    private void count(ChannelHandlerContext ctx) {
        count(ctx, bytesWaiting(ctx, SlowReaderGuard::bytesInMemory));
        if (entered && isAllSent(ctx)) {
            leave();
        }
    }

    private void count(ChannelHandlerContext ctx, long now) {
        if (now > counted) {
            memory.large().takeAnyway(now - counted);
        } else if (now < counted) {
            memory.large().give(counted - now);
        }
        counted = now;
        if (!entered) {
            entered = true;
            progress.start(sent(ctx), 0);
            memory.large().enter(this);
            memory.messages().enter(this);
        }
    }

    private void leave() {
        entered = false;
        memory.large().leave(this);
        memory.messages().leave(this);
    }

    /** Others need the memory: a client that takes its replies too slowly is closed. A file that is sent holds none. */
    @Override
    public void giveWay() {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.executor().execute(() -> {
                count(ctx);
                boolean holdsMemory = counted > 0 || connection.hasInFlight();
                if (entered && holdsMemory && progress.isTooSlow(sent(ctx))) {
                    Events.tell(new SlowClientClosed(connection.toString()));
                    ctx.close();
                }
            });
        }
    }

    private static boolean isAllSent(ChannelHandlerContext ctx) {
        ChannelOutboundBuffer unsent = ctx.channel().unsafe().outboundBuffer();
        return unsent == null || unsent.isEmpty();
    }

    private void watch(ChannelHandlerContext ctx) {
        long sentBefore = sent(ctx);
        check = ctx.executor()
                .schedule(() -> closeUnlessMoved(ctx, sentBefore), writeIdleTimeoutMs, TimeUnit.MILLISECONDS);
    }

    private void closeUnlessMoved(ChannelHandlerContext ctx, long sentBefore) {
        check = null;
        count(ctx);
        if (isAllSent(ctx)) {
            return;
        }
        if (sent(ctx) <= sentBefore) {
            Events.tell(new IdleClientClosed(connection.toString(), writeIdleTimeoutMs));
            ctx.close();
        } else {
            watch(ctx);
        }
    }

    /** Bytes that the kernel has taken: all but those that are still in the channel's buffers. */
    private long sent(ChannelHandlerContext ctx) {
        return flushed - bytesWaiting(ctx, SlowReaderGuard::unsentBytes);
    }

    private static long bytesWaiting(ChannelHandlerContext ctx, ToLongFunction<Object> bytesOf) {
        ChannelOutboundBuffer unsent = ctx.channel().unsafe().outboundBuffer();
        if (unsent == null) {
            return 0;
        }
        long[] bytes = {0};
        try {
            unsent.forEachFlushedMessage(message -> {
                bytes[0] += bytesOf.applyAsLong(message);
                return true;
            });
        } catch (Exception e) {
            throw new IllegalStateException("counting bytes cannot fail", e);
        }
        return bytes[0];
    }

    private static long unsentBytes(Object message) {
        return message instanceof FileRegion region
                ? region.count() - region.transferred()
                : ((ByteBuf) message).readableBytes();
    }

    /** A part of a file takes no memory, and what is put together of slices lies there for all who ask for it. */
    private static long bytesInMemory(Object message) {
        return message instanceof FileRegion || message instanceof CompositeByteBuf ? 0 : unsentBytes(message);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (check != null) {
            check.cancel(false);
        }
        memory.large().give(counted);
        counted = 0;
        leave();
    }
}
