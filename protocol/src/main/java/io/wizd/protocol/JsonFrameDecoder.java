package io.wizd.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Cuts a stream of JSON values (UTF-8) into one {@code byte[]} a value. It only counts brackets outside strings: what
 * it passes on may still be no JSON, and {@link MessageCodec} says so: text that begins with a byte that UTF-8 JSON cannot
 * begin with has no end that could be found, and is passed on as it is. A value longer than the limit gives one {@link
 * Fault}, and everything after it is dropped. Each byte is looked at once, however it arrives.
 */
final class JsonFrameDecoder extends FrameDecoder {
    private static final long QUOTES = 0x2222_2222_2222_2222L;
    private static final long BACKSLASHES = 0x5C5C_5C5C_5C5C_5C5CL;

    private final int maxMessageBytes;

    /** Bytes of the unfinished frame that were looked at already. */
    private int scanned;

    private int depth;
    private boolean inString;
    private boolean escaped;

    JsonFrameDecoder(int maxMessageBytes, BooleanSupplier hasRoom) {
        super(hasRoom);
        this.maxMessageBytes = maxMessageBytes;
    }

    @Override
    int headerBytes() {
        return 0;
    }

    @Override
    void decodeFrame(ByteBuf in, List<Object> out) {
        if (scanned == 0) {
            skipWhiteSpace(in);
        }
        int length = scanFrame(in);
        if (Math.max(length, scanned) > maxMessageBytes) {
            in.skipBytes(in.readableBytes());
            drop();
            out.add(Fault.of(
                    ErrorCode.TOO_LARGE, "a message may have " + ByteSize.withBytes(maxMessageBytes) + " at most"));
        } else if (length > 0) {
            pass(in, length, out);
        }
    }

    /** A bare number or word has no end of its own: the end of the stream is one. */
    @Override
    protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        super.decodeLast(context, in, out);
        if (in.isReadable()) {
            pass(in, in.readableBytes(), out);
        }
    }

    private void pass(ByteBuf in, int length, List<Object> out) {
        byte[] frame = new byte[length];
        in.readBytes(frame);
        scanned = 0;
        depth = 0;
        inString = false;
        escaped = false;
        out.add(frame);
    }

    private static void skipWhiteSpace(ByteBuf in) {
        while (in.isReadable() && isWhiteSpace(in.getByte(in.readerIndex()))) {
            in.skipBytes(1);
        }
    }

    /** The length of the first frame, or 0 if its end has not come yet. */
    private int scanFrame(ByteBuf in) {
        int start = in.readerIndex();
        int available = in.readableBytes();
        if (available > 0 && in.getByte(start) < ' ') {
            // The codec tells by the first four bytes what encoding this is; their values are below 0 outside ASCII.
            return available < Integer.BYTES ? 0 : Math.min(available, maxMessageBytes);
        }
        int i = scanned;
        while (i < available && i <= maxMessageBytes) {
            if (inString && !escaped) {
                i = skipPlainText(in, start, i, available);
            }
            byte b = in.getByte(start + i);
            if (inString) {
                if (escaped) {
                    escaped = false;
                } else if (b == '\\') {
                    escaped = true;
                } else if (b == '"') {
                    inString = false;
                    if (depth == 0) {
                        return i + 1;
                    }
                }
            } else if (b == '{' || b == '[') {
                if (depth == 0 && i > 0) {
                    return i;
                }
                depth++;
            } else if (b == '}' || b == ']') {
                if (--depth <= 0) {
                    return i + 1;
                }
            } else if (b == '"') {
                if (depth == 0 && i > 0) {
                    return i;
                }
                inString = true;
            } else if (depth == 0 && isWhiteSpace(b)) {
                return i;
            }
            i++;
        }
        scanned = i;
        return 0;
    }

    /** Passes over the text of a string, eight bytes at once: values are long, and hundreds of clients may begin one at the same time. */
    private static int skipPlainText(ByteBuf in, int start, int from, int available) {
        int i = from;
        while (available - i > Long.BYTES) {
            long text = in.getLong(start + i);
            if (contains(text, QUOTES) || contains(text, BACKSLASHES)) {
                break;
            }
            i += Long.BYTES;
        }
        return i;
    }

    /** Whether one of the eight bytes is the one that the pattern repeats: only a zero byte borrows from its own highest bit. */
    private static boolean contains(long text, long pattern) {
        long zeroWhereEqual = text ^ pattern;
        return (zeroWhereEqual - 0x0101_0101_0101_0101L & ~zeroWhereEqual & 0x8080_8080_8080_8080L) != 0;
    }

    private static boolean isWhiteSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
