package io.wizd.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Cuts a stream into frames: a {@code byte[]} for each, or one {@link Fault} after which it drops whatever else comes, because
 * the stream cannot be trusted any more.
 *
 * <p>It cuts no frame while the connection has no room for one ({@link HoldBack}). On the event loop.
 */
public abstract class FrameDecoder extends ByteToMessageDecoder {
    /** The event that tells the handlers behind that more than {@link #SMALL_FRAME_BYTES} of a frame have come, as soon as they have. */
    public static final Object LARGE_FRAME_BEGAN = new Object();

    /** A frame that has begun is large once more of it has come; in bytes. */
    public static final int SMALL_FRAME_BYTES = 16 << 10;

    private final HoldBack holdBack;
    private boolean inLargeFrame;

    /** @param hasRoom whether one more frame may be passed on */
    FrameDecoder(BooleanSupplier hasRoom) {
        this.holdBack = new HoldBack(this, hasRoom);
    }

    /** Passes on at most one frame, or a fault. */
    abstract void decodeFrame(ByteBuf in, List<Object> out);

    /** Bytes of a frame that has begun and not ended, for want of more; 0 if frames are held back. */
    public final int unfinishedBytes() {
        return holdBack.isHolding() ? 0 : actualReadableBytes();
    }

    /** The first bytes of the frame that has begun, without its length; so many at most. */
    public final byte[] beginning(int maxBytes) {
        ByteBuf in = internalBuffer();
        int from = in.readerIndex() + headerBytes();
        return ByteBufUtil.getBytes(in, from, Math.clamp(in.writerIndex() - from, 0, maxBytes));
    }

    /** Bytes of a frame before its text. */
    abstract int headerBytes();

    /** Decodes nothing more: whatever comes is dropped. */
    public final void drop() {
        holdBack.drop();
    }

    /** Goes on with the frames that were held back, if any. */
    public final void resume() {
        holdBack.resume();
    }

    @Override
    protected final void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (holdBack.admits(ctx, in)) {
            decodeFrame(in, out);
            inLargeFrame &= out.isEmpty();
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

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (!holdBack.holds(event)) {
            super.userEventTriggered(ctx, event);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        ByteBuf rest = HoldBack.compacted(internalBuffer(), ctx.alloc());
        if (rest != null) {
            channelRead(ctx, rest);
        }
        if (holdBack.isHolding()) {
            ctx.fireChannelReadComplete();
        } else {
            super.channelReadComplete(ctx);
        }
    }
}
