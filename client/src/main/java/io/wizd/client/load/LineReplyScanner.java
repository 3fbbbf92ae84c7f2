package io.wizd.client.load;

/** JSON text, where every reply ends with a newline; a reply must hold none besides, or counts as garbage. */
final class LineReplyScanner implements ReplyScanner {
    private final ReplyMark mark;
    private int scanned;
    private int slot;
    private boolean success;

    LineReplyScanner(ReplyMark mark) {
        this.mark = mark;
    }

    @Override
    public int scan(byte[] in, int from, int to) {
        for (int i = from + scanned; i < to; i++) {
            if (in[i] == '\n') {
                scanned = 0;
                slot = mark.slot(in, from, i);
                success = mark.isSuccess(in, from, i);
                return i + 1 - from;
            }
        }
        scanned = to - from;
        return INCOMPLETE;
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
