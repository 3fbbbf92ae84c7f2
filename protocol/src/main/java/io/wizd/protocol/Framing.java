package io.wizd.protocol;

import io.netty.buffer.ByteBuf;
import java.util.function.BooleanSupplier;

/** How one message ends and the next begins. Both speak the same JSON. */
public enum Framing {
    /** One JSON value after the other, with white space or nothing between; replies end with a newline. */
    JSON_TEXT {
        @Override
        public FrameDecoder newDecoder(int maxMessageBytes, BooleanSupplier hasRoom) {
            return new JsonFrameDecoder(maxMessageBytes, hasRoom);
        }

        @Override
        public int begin(ByteBuf out) {
            return out.writerIndex();
        }

        @Override
        public void end(ByteBuf out, int begun) {
            out.writeByte('\n');
        }

        @Override
        public void announce(ByteBuf out, int begun, long following) {}

        @Override
        public void finish(ByteBuf out) {
            out.writeByte('\n');
        }
    },

    /** Four bytes, big-endian, that say how many bytes of JSON follow. */
    LENGTH_PREFIXED {
        @Override
        public FrameDecoder newDecoder(int maxMessageBytes, BooleanSupplier hasRoom) {
            return new LengthFrameDecoder(maxMessageBytes, hasRoom);
        }

        @Override
        public int begin(ByteBuf out) {
            int begun = out.writerIndex();
            out.writeInt(0);
            return begun;
        }

        @Override
        public void end(ByteBuf out, int begun) {
            announce(out, begun, 0);
        }

        @Override
        public void announce(ByteBuf out, int begun, long following) {
            long length = out.writerIndex() - begun - Integer.BYTES + following;
            if (following == UNKNOWN || length > MAX_FRAME_BYTES) {
                throw WizdException.of(
                        ErrorCode.NOT_ACCEPTABLE,
                        "no length prefix can say how long this reply is; ask as JSON text or over HTTP");
            }
            out.setInt(begun, (int) length);
        }

        @Override
        public void finish(ByteBuf out) {}
    };

    /** The length of what is not known before its end. */
    public static final long UNKNOWN = -1;

    /** What four bytes can say. */
    static final long MAX_FRAME_BYTES = 0xFFFF_FFFFL;

    /**
     * A decoder for one connection.
     *
     * @param maxMessageBytes the largest frame it lets through, in bytes, at most 16 MiB - 1, so that the first byte
     *     of a length is 0
     * @param hasRoom whether one more frame may be passed on; if not, {@link FrameDecoder#resume} is called later
     */
    public abstract FrameDecoder newDecoder(int maxMessageBytes, BooleanSupplier hasRoom);

    /** A decoder for a connection that takes all frames as they come. */
    public FrameDecoder newDecoder(int maxMessageBytes) {
        return newDecoder(maxMessageBytes, () -> true);
    }

    /** Begins a frame in a buffer; what it returns goes to {@link #end}. */
    public abstract int begin(ByteBuf out);

    /** Ends the frame that began there. */
    public abstract void end(ByteBuf out, int begun);

    /**
     * Completes the head of a frame that began there and of which only the first bytes are in this buffer.
     *
     * @param following bytes of the frame that come behind this buffer, or {@link #UNKNOWN}
     * @throws WizdException if no such frame can be sent
     */
    public abstract void announce(ByteBuf out, int begun, long following);

    /** Appends what is behind the last byte of a frame whose head was {@link #announce announced}. */
    public abstract void finish(ByteBuf out);
}
