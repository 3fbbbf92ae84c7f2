package io.wizd.server.pipeline;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection whose client does not take its replies: when not a byte went out during {@code writeIdleTimeoutMs}
 * although something waits. It counts what was really sent, because a reply that is made while it is sent keeps what waits at
 * the same level, however fast the client reads. It costs an addition a write while
 * the client keeps up.
 */
final class SlowReaderGuard extends ChannelOutboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(SlowReaderGuard.class);

    private final long writeIdleTimeoutMs;
    private @Nullable ScheduledFuture<?> check;

    /** Bytes handed to the channel since it was opened. */
    private long written;

    /** As many of them as it was told to send. */
    private long flushed;

    SlowReaderGuard(long writeIdleTimeoutMs) {
        this.writeIdleTimeoutMs = writeIdleTimeoutMs;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object bytes, ChannelPromise promise) {
        written += unsentBytes(bytes);
        ctx.write(bytes, promise);
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        flushed = written;
        ctx.flush();
        if (check == null && !isAllSent(ctx)) {
            watch(ctx);
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
        if (isAllSent(ctx)) {
            return;
        }
        if (sent(ctx) <= sentBefore) {
            LOG.info("{}: closed, it took no byte of its replies for {} ms", ctx.channel(), writeIdleTimeoutMs);
            ctx.close();
        } else {
            watch(ctx);
        }
    }

    /** Bytes that the kernel has taken: all but those that are still in the channel's buffers. */
    private long sent(ChannelHandlerContext ctx) {
        ChannelOutboundBuffer unsent = ctx.channel().unsafe().outboundBuffer();
        return unsent == null ? flushed : flushed - bytesIn(unsent);
    }

    private static long bytesIn(ChannelOutboundBuffer unsent) {
        long[] bytes = {0};
        try {
            unsent.forEachFlushedMessage(message -> {
                bytes[0] += unsentBytes(message);
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

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (check != null) {
            check.cancel(false);
        }
    }
}
