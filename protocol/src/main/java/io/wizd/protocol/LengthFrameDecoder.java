package io.wizd.protocol;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Cuts length-prefixed frames: four bytes, big-endian, then that many bytes. A prefix over the limit gives one {@link
 * Fault} before any of its bytes is kept, and everything after it is dropped.
 */
final class LengthFrameDecoder extends FrameDecoder {
    private final int maxMessageBytes;

    LengthFrameDecoder(int maxMessageBytes, BooleanSupplier hasRoom) {
        super(hasRoom);
        this.maxMessageBytes = maxMessageBytes;
    }

    @Override
    int headerBytes() {
        return Integer.BYTES;
    }

    @Override
    void decodeFrame(ByteBuf in, List<Object> out) {
        if (in.readableBytes() < Integer.BYTES) {
            return;
        }
        long length = in.getUnsignedInt(in.readerIndex());
        if (length > maxMessageBytes) {
            in.skipBytes(in.readableBytes());
            drop();
            out.add(Fault.of(
                    ErrorCode.TOO_LARGE,
                    "the length prefix says " + length + " bytes, a message may have "
                            + ByteSize.withBytes(maxMessageBytes) + " at most"));
        } else if (in.readableBytes() >= Integer.BYTES + length) {
            in.skipBytes(Integer.BYTES);
            byte[] frame = new byte[(int) length];
            in.readBytes(frame);
            out.add(frame);
        }
    }
}
