package io.wizd.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into frames: a {@code byte[]} for each, or one {@link Fault} after which it drops whatever else comes, because
 * the stream cannot be trusted any more.
 *
 * <p>It cuts no frame while the connection has no room for one: the bytes stay as they came until {@link #resume}, so that a
 * client that sends without end costs one read buffer. On the event loop.
 */
public abstract class FrameDecoder extends ByteToMessageDecoder {
    /** The event that tells the handlers behind that more than {@link #SMALL_FRAME_BYTES} of a frame have come, as soon as they have. */
    public static final Object LARGE_FRAME_BEGAN = new Object();

    /** A frame that has begun is large once more of it has come; in bytes. */
    public static final int SMALL_FRAME_BYTES = 16 << 10;

    /** A buffer that is larger is not kept for the few bytes of a frame that has only begun. */
    private static final int MAX_KEPT_BYTES = 4 << 10;

    private final BooleanSupplier hasRoom;
    private boolean heldBack;
    private boolean dropping;
    private boolean inLargeFrame;
    private @Nullable Object heldBackEnd;
    private @Nullable ChannelHandlerContext context;

    /** @param hasRoom whether one more frame may be passed on */
    FrameDecoder(BooleanSupplier hasRoom) {
        this.hasRoom = hasRoom;
    }

    /** Passes on at most one frame, or a fault. */
    abstract void decodeFrame(ByteBuf in, List<Object> out);

    /** Bytes of a frame that has begun and not ended, for want of more; 0 where frames are held back. */
    public final int unfinishedBytes() {
        return heldBack ? 0 : actualReadableBytes();
    }

    /** Decodes nothing more: whatever comes is dropped. */
    public final void drop() {
        dropping = true;
    }

    /** Goes on with the frames that were held back, if any. */
    public final void resume() {
        if (!heldBack || context == null || !hasRoom.getAsBoolean()) {
            return;
        }
        heldBack = false;
        try {
            channelRead(context, Unpooled.EMPTY_BUFFER);
            if (!heldBack && heldBackEnd != null) {
                Object end = heldBackEnd;
                heldBackEnd = null;
                super.userEventTriggered(context, end);
            }
        } catch (Exception e) {
            context.fireExceptionCaught(e);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    protected final void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (dropping) {
            in.skipBytes(in.readableBytes());
        } else if (hasRoom.getAsBoolean()) {
            decodeFrame(in, out);
            inLargeFrame &= out.isEmpty();
        } else {
            heldBack = true;
        }
    }

    /** Tells of a large frame at once: before the read is complete, sixteen times as much may have come. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) throws Exception {
        super.channelRead(ctx, bytes);
        if (!inLargeFrame && unfinishedBytes() > SMALL_FRAME_BYTES) {
            inLargeFrame = true;
            ctx.fireUserEventTriggered(LARGE_FRAME_BEGAN);
        }
    }

    /** The end of the input waits for the frames that were held back, which would be lost otherwise. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (heldBack && event instanceof ChannelInputShutdownEvent) {
            heldBackEnd = event;
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    /** Where frames are held back, Netty would read more, because nothing was decoded. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        ByteBuf rest = compacted(internalBuffer(), ctx.alloc());
        if (rest != null) {
            channelRead(ctx, rest);
        }
        if (heldBack) {
            ctx.fireChannelReadComplete();
        } else {
            super.channelReadComplete(ctx);
        }
    }

    /**
     * Takes the rest out of a buffer that is much larger: thousands of connections may each keep what is unfinished, but not
     * the buffers that it was read into.
     *
     * @return the rest, to be read again; null where it stays
     */
    public static @Nullable ByteBuf compacted(ByteBuf buffer, ByteBufAllocator allocator) {
        int unfinished = buffer.readableBytes();
        boolean wasteful = buffer.capacity() > MAX_KEPT_BYTES && unfinished < buffer.capacity() / 4;
        return unfinished > 0 && wasteful ? allocator.ioBuffer(unfinished).writeBytes(buffer) : null;
    }
}
