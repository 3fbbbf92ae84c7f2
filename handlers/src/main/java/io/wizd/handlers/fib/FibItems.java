package io.wizd.handlers.fib;

import io.wizd.budget.ProcessorBudget;
import io.wizd.protocol.ItemSink;
import io.wizd.protocol.StreamedList;
import java.util.Arrays;

/**
 * Makes the first numbers one after the other, as JSON integers or strings, in the memory that a few of them take. A long
 * list is computed by parts, each within the budget. Immutable.
 */
record FibItems(int count, Kind kind, ProcessorBudget budget) implements StreamedList.Producer {
    /** A part ends with the number that reaches this; a list that is shorter is made where it is sent. */
    private static final int PART_BYTES = 64 << 10;

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
        boolean isLong = length() > PART_BYTES;
        Part part = new Part();
        while (part.walk.n() < count) {
            if (isLong) {
                budget.step(part::fill);
            } else {
                part.fill();
            }
            part.giveTo(sink);
        }
    }

    /** Some numbers, as text one behind the other. Filled and given away in turn. */
    private final class Part {
        private final FibWalk walk = new FibWalk();
        private byte[] text = new byte[1 << 10];
        private int[] ends = new int[64];
        private int items;

        Part fill() {
            items = 0;
            int end = 0;
            while (walk.n() < count && end < PART_BYTES) {
                end = append(end);
                if (items == ends.length) {
                    ends = Arrays.copyOf(ends, 2 * items);
                }
                ends[items++] = end;
                walk.advance();
            }
            return this;
        }

        private int append(int at) {
            int needed = at + walk.digits() + 2;
            if (needed > text.length) {
                text = Arrays.copyOf(text, Math.max(needed, Math.min(2 * text.length, PART_BYTES + needed - at)));
            }
            if (kind == Kind.INTEGERS) {
                return walk.write(text, at);
            }
            text[at] = '"';
            int end = walk.write(text, at + 1);
            text[end] = '"';
            return end + 1;
        }

        void giveTo(ItemSink sink) {
            int begin = 0;
            for (int i = 0; i < items; i++) {
                sink.item(text, begin, ends[i] - begin);
                begin = ends[i];
            }
        }
    }
}
