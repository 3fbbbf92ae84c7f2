package io.wizd.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.ByteToMessageDecoder;

/** How one message ends and the next begins. Both speak the same JSON. */
public enum Framing {
    /** One JSON value after the other, with white space or nothing between; replies end with a newline. */
    JSON_TEXT {
        @Override
        public ByteToMessageDecoder newDecoder(int maxMessageBytes) {
            return new JsonFrameDecoder(maxMessageBytes);
        }

        @Override
        public int begin(ByteBuf out) {
            return out.writerIndex();
        }

        @Override
        public void end(ByteBuf out, int begun) {
            out.writeByte('\n');
        }
    },

    /** Four bytes, big-endian, that say how many bytes of JSON follow. */
    LENGTH_PREFIXED {
        @Override
        public ByteToMessageDecoder newDecoder(int maxMessageBytes) {
            return new LengthFrameDecoder(maxMessageBytes);
        }

        @Override
        public int begin(ByteBuf out) {
            int begun = out.writerIndex();
            out.writeInt(0);
            return begun;
        }

        @Override
        public void end(ByteBuf out, int begun) {
            out.setInt(begun, out.writerIndex() - begun - Integer.BYTES);
        }
    };

    /**
     * A decoder for one connection. It passes on a {@code byte[]} for each frame, or one {@link Fault} after which it
     * drops whatever else comes, because the stream cannot be trusted any more.
     *
     * @param maxMessageBytes the largest frame it lets through, in bytes, at most 16 MiB - 1, so that the first byte
     *     of a length is 0
     */
    public abstract ByteToMessageDecoder newDecoder(int maxMessageBytes);

    /** Begins a frame in a buffer; what it returns goes to {@link #end}. */
    public abstract int begin(ByteBuf out);

    /** Ends the frame that began there. */
    public abstract void end(ByteBuf out, int begun);
}
