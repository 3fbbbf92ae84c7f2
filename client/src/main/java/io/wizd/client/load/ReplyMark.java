package io.wizd.client.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where a reply says which request it answers, and whether that was a success: at fixed places. Any thread. */
final class ReplyMark {
    static final int UNKNOWN_SLOT = -1;

    private final byte[] head;
    private final byte[] success;

    /**
     * @param head what a reply begins with, up to its seqNum
     * @param success what follows the seqNum and a comma
     */
    ReplyMark(String head, String success) {
        this.head = head.getBytes(StandardCharsets.ISO_8859_1);
        this.success = success.getBytes(StandardCharsets.UTF_8);
    }

    int slot(byte[] in, int from, int to) {
        int at = from + head.length;
        if (at + RequestTemplate.SEQ_NUM_DIGITS > to || !matches(head, in, from, to)) {
            return UNKNOWN_SLOT;
        }
        int seqNum = 0;
        for (int i = at; i < at + RequestTemplate.SEQ_NUM_DIGITS; i++) {
            seqNum = seqNum * 10 + in[i] - '0';
        }
        return seqNum - RequestTemplate.FIRST_SEQ_NUM;
    }

    boolean isSuccess(byte[] in, int from, int to) {
        return matches(success, in, from + head.length + RequestTemplate.SEQ_NUM_DIGITS + 1, to);
    }

    private static boolean matches(byte[] expected, byte[] in, int from, int to) {
        return from + expected.length <= to
                && Arrays.equals(expected, 0, expected.length, in, from, from + expected.length);
    }
}
