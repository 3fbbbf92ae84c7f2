package io.wizd.server.pipeline;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection whose client does not take its replies: when nothing at all went out during {@code
 * writeIdleTimeoutMs} although something waits. It costs nothing while the client keeps up.
 */
final class SlowReaderGuard extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(SlowReaderGuard.class);

    private final long writeIdleTimeoutMs;
    private @Nullable ScheduledFuture<?> check;

    SlowReaderGuard(long writeIdleTimeoutMs) {
        this.writeIdleTimeoutMs = writeIdleTimeoutMs;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!ctx.channel().isWritable() && check == null) {
            watch(ctx);
        }
        ctx.fireChannelWritabilityChanged();
    }

    private void watch(ChannelHandlerContext ctx) {
        long waiting = ctx.channel().bytesBeforeWritable();
        check = ctx.executor()
                .schedule(() -> closeUnlessMoved(ctx, waiting), writeIdleTimeoutMs, TimeUnit.MILLISECONDS);
    }

    private void closeUnlessMoved(ChannelHandlerContext ctx, long waitingBefore) {
        check = null;
        if (!ctx.channel().isActive() || ctx.channel().isWritable()) {
            return;
        }
        if (ctx.channel().bytesBeforeWritable() >= waitingBefore) {
            LOG.info("{}: closed, it took no byte of its replies for {} ms", ctx.channel(), writeIdleTimeoutMs);
            ctx.close();
        } else {
            watch(ctx);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (check != null) {
            check.cancel(false);
        }
    }
}
