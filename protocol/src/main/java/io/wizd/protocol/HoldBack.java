package io.wizd.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a decoder from beginning what its connection has no room for: the bytes stay as they came until {@link #resume}, so that
 * a client that sends without end costs one read buffer, and the end of the input stays behind them. Or drops all that comes.
 * On the event loop.
 */
public final class HoldBack {
    /** A buffer that is larger is not kept for the few bytes of what has only begun. */
    private static final int MAX_KEPT_BYTES = 4 << 10;

    private final ByteToMessageDecoder decoder;
    private final BooleanSupplier hasRoom;
    private boolean holding;
    private boolean dropping;
    private @Nullable Object heldEnd;
    private @Nullable ChannelHandlerContext context;

    /** @param hasRoom whether the connection has room for one more */
    public HoldBack(ByteToMessageDecoder decoder, BooleanSupplier hasRoom) {
        this.decoder = decoder;
        this.hasRoom = hasRoom;
    }

    /** Whether something new may be decoded from the bytes now; if not, they are held back or dropped. */
    public boolean admits(ChannelHandlerContext ctx, ByteBuf in) {
        context = ctx;
        boolean room = dropping || hasRoom.getAsBoolean();
        holding |= !room;
        return room && admitsRest(in);
    }

    /** Whether what has begun may go on; if not, the bytes are dropped. */
    public boolean admitsRest(ByteBuf in) {
        if (dropping) {
            in.skipBytes(in.readableBytes());
        }
        return !dropping;
    }

    /** Goes on with what was held back, if anything. */
    public void resume() {
        if (!holding || context == null || !(dropping || hasRoom.getAsBoolean())) {
            return;
        }
        holding = false;
        try {
            decoder.channelRead(context, Unpooled.EMPTY_BUFFER);
            Object end = heldEnd;
            if (!holding && end != null) {
                heldEnd = null;
                decoder.userEventTriggered(context, end);
            }
        } catch (Exception e) {
            context.fireExceptionCaught(e);
        }
    }

    /** Whether the event waits for what is held back, which would be lost behind the end of the input. */
    public boolean holds(Object event) {
        boolean held = holding && event instanceof ChannelInputShutdownEvent;
        if (held) {
            heldEnd = event;
        }
        return held;
    }

    /** Whether bytes wait for room. Netty must not be told then that a read is complete: it would read more, as nothing was decoded. */
    public boolean isHolding() {
        return holding;
    }

    /** Nothing more is decoded: whatever comes is dropped. */
    public void drop() {
        dropping = true;
    }

    /** Whether {@link #drop} was called. */
    public boolean isDropping() {
        return dropping;
    }

    /**
     * Takes the rest out of a buffer that is much larger: thousands of connections may each keep what is unfinished, but not
     * the buffers that it was read into.
     *
     * @return the rest, to be read again; null if it stays
     */
    public static @Nullable ByteBuf compacted(ByteBuf buffer, ByteBufAllocator allocator) {
        int unfinished = buffer.readableBytes();
        boolean wasteful = buffer.capacity() > MAX_KEPT_BYTES && unfinished < buffer.capacity() / 4;
        return unfinished > 0 && wasteful ? allocator.ioBuffer(unfinished).writeBytes(buffer) : null;
    }
}
