package io.wizd.handlers.fib;

import io.wizd.protocol.ItemSink;
import io.wizd.protocol.StreamedList;

/**
 * Makes the first numbers one after the other, as JSON integers or strings, in the memory that two of them take.
 * Immutable.
 */
record FibItems(int count, Kind kind) implements StreamedList.Producer {

    enum Kind {
        INTEGERS,
        STRINGS
    }

    /** Bytes of all with the commas between them. */
    long length() {
        long quotes = kind == Kind.STRINGS ? 2L * count : 0;
        return FibDigits.ofFirst(count) + quotes + Math.max(0, count - 1);
    }

    @Override
    public void produce(ItemSink sink) {
        FibWalk walk = new FibWalk();
        byte[] text = new byte[FibDigits.of(count) + 2];
        int begin = kind == Kind.STRINGS ? 1 : 0;
        text[0] = '"';
        while (walk.n() < count) {
            int end = walk.write(text, begin);
            if (kind == Kind.STRINGS) {
                text[end++] = '"';
            }
            sink.item(text, 0, end);
            walk.advance();
        }
    }
}
