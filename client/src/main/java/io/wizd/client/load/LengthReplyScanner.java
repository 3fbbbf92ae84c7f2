package io.wizd.client.load;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Length-prefixed replies. */
final class LengthReplyScanner implements ReplyScanner {
    private static final VarHandle BIG_ENDIAN_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final ReplyMark mark;
    private int slot;
    private boolean success;

    LengthReplyScanner(ReplyMark mark) {
        this.mark = mark;
    }

    @Override
    public int scan(byte[] in, int from, int to) {
        if (to - from < Integer.BYTES) {
            return INCOMPLETE;
        }
        int length = (int) BIG_ENDIAN_INT.get(in, from);
        if (length < 0 || length >= 1 << 24) {
            throw new IllegalStateException("no length of a reply: " + length);
        }
        int begin = from + Integer.BYTES;
        if (to - begin < length) {
            return INCOMPLETE;
        }
        slot = mark.slot(in, begin, begin + length);
        success = mark.isSuccess(in, begin, begin + length);
        return Integer.BYTES + length;
    }

    @Override
    public int prefixBytes() {
        return Integer.BYTES;
    }

    @Override
    public int slot() {
        return slot;
    }

    @Override
    public boolean isSuccess() {
        return success;
    }
}
