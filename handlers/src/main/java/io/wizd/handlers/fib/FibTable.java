package io.wizd.handlers.fib;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.wizd.protocol.SharedJson;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The first Fibonacci numbers as JSON text, {@code 0,1,1,2,…}: the answer for N is a prefix of the answer for any larger
 * N, and is sent from here. Any thread: readers take what was published last and never wait; those who ask for more
 * compute it, one chunk each in turn.
 *
 * <p>The text lies in segments that never move, in a file without a name that they are mapped from. Growing adds a segment
 * and copies nothing, so what is being sent stays what it is. Their lengths are known beforehand, so none has a gap. A segment goes with the garbage collector
 * when neither the table nor a slice holds it: there is nothing to close.
 */
final class FibTable {
    /** A segment is as long as the chunks that reach this. */
    private static final int SEGMENT_BYTES = 1 << 20;

    /** Answers this short are kept, since a server is asked for them most. */
    private static final int KEPT_ANSWERS = 256;

    private static final byte[] END = "]}".getBytes(StandardCharsets.US_ASCII);

    private final int max;
    private final Runnable whenGrown;

    /** For each n below {@link Published#count}: the segment of F(n), and where it ends in there. */
    private final int[] segmentOf;

    private final int[] endOf;

    private final @Nullable SharedJson[] kept = new @Nullable SharedJson[KEPT_ANSWERS];
    private volatile Published published = new Published(0, List.of(), null);

    private final ReentrantLock growing = new ReentrantLock();

    /** Stands at the first number that is not in the table. */
    private final FibWalk walk = new FibWalk();

    private final SegmentFile file;

    /** How far the text reaches in the newest segment. */
    private int used;

    /** What readers see, and where the segments are too; the arrays above hold for as many numbers. */
    private record Published(
            int count, List<ByteBuf> segments, @Nullable FileChannel file) {}

    /** What became of numbers that were offered. */
    enum Offer {
        TAKEN,
        /** The table has them already. */
        KNOWN,
        /** They do not follow those in the table. */
        WRONG
    }

    /**
     * @param max numbers at most
     * @param whenGrown called after each chunk that was computed, by the thread that did it; must not block
     */
    FibTable(int max, Runnable whenGrown) {
        this(max, whenGrown, SegmentFile.MEMORY);
    }

    /** @param folder where the file is made */
    FibTable(int max, Runnable whenGrown, Path folder) {
        this.max = max;
        this.whenGrown = whenGrown;
        this.file = new SegmentFile(folder, length(0, max));
        this.segmentOf = new int[max];
        this.endOf = new int[max];
    }

    int max() {
        return max;
    }

    /** How many numbers there are. */
    int count() {
        return published.count();
    }

    /** {@code {"N":n,"result":[…]}}; null where the table has not so many numbers yet. */
    @Nullable
    SharedJson first(int n) {
        SharedJson known = n < KEPT_ANSWERS ? kept[n] : null;
        if (known != null) {
            return known;
        }
        Published now = published;
        if (n > now.count()) {
            return null;
        }
        byte[] before = ("{\"N\":" + n + ",\"result\":[").getBytes(StandardCharsets.US_ASCII);
        SharedJson json = SharedJson.of(before, n == 0 ? List.of() : parts(now, n), END);
        if (now.file() != null && n > 0) {
            json = json.alsoIn(now.file());
        }
        if (n < KEPT_ANSWERS) {
            kept[n] = json;
        }
        return json;
    }

    private List<ByteBuf> parts(Published now, int n) {
        int last = segmentOf[n - 1];
        ByteBuf end = now.segments().get(last).slice(0, endOf[n - 1]);
        if (last == 0) {
            return List.of(end);
        }
        List<ByteBuf> parts = new ArrayList<>(now.segments().subList(0, last));
        parts.add(end);
        return parts;
    }

    /** Computes what is missing of the first n numbers, in turn with others who want the same. */
    void growTo(int n) {
        while (count() < n) {
            growing.lock();
            try {
                if (count() < n) {
                    append(nextChunk());
                }
            } finally {
                growing.unlock();
            }
            whenGrown.run();
            // A virtual thread keeps its carrier until it waits.
            Thread.yield();
        }
    }

    private byte[] nextChunk() {
        int from = walk.n();
        int to = Math.min(from + FibChunk.NUMBERS, max);
        byte[] text = new byte[length(from, to)];
        int at = 0;
        while (walk.n() < to) {
            if (at > 0) {
                text[at++] = ',';
            }
            at = walk.write(text, at);
            walk.advance();
        }
        return text;
    }

    /** Bytes of the numbers from F(from) to F(to - 1) with the commas between them. */
    private static int length(int from, int to) {
        return Math.toIntExact(FibDigits.ofFirst(to) - FibDigits.ofFirst(from) + (to - from - 1));
    }

    /**
     * Adds a chunk that was computed before.
     *
     * @param chunk without a {@link FibChunk#fault}
     */
    Offer offer(FibChunk chunk) {
        growing.lock();
        try {
            if (chunk.first() != count()) {
                return Offer.KNOWN;
            }
            byte[] text = chunk.bytes();
            if (!beginsAsExpected(text)) {
                return Offer.WRONG;
            }
            append(text);
            int last = chunk.first() + chunk.count() - 1;
            int startOfLast = text.length - FibDigits.of(last);
            int startBefore = startOfLast - 1 - FibDigits.of(last - 1);
            walk.jump(
                    last - 1,
                    Arrays.copyOfRange(text, startBefore, startOfLast - 1),
                    Arrays.copyOfRange(text, startOfLast, text.length));
            walk.advance();
            walk.advance();
            return Offer.TAKEN;
        } finally {
            growing.unlock();
        }
    }

    private boolean beginsAsExpected(byte[] text) {
        byte[] first = new byte[walk.digits()];
        walk.write(first, 0);
        return Arrays.equals(first, 0, first.length, text, 0, first.length);
    }

    private void append(byte[] text) {
        Published now = published;
        int from = now.count();
        int to = Math.min(from + FibChunk.NUMBERS, max);
        List<ByteBuf> segments = now.segments();
        if (segments.isEmpty() || used == segments.getLast().capacity()) {
            segments = new ArrayList<>(segments);
            segments.add(newSegment(from));
            used = 0;
        }
        ByteBuf segment = segments.getLast();
        if (from > 0) {
            segment.setByte(used++, ',');
        }
        segment.setBytes(used, text);
        for (int n = from; n < to; n++) {
            used += FibDigits.of(n);
            segmentOf[n] = segments.size() - 1;
            endOf[n] = used++;
        }
        used--;
        published = new Published(to, List.copyOf(segments), file.channel());
    }

    /** For whole chunks, as many as make a segment long enough. */
    private ByteBuf newSegment(int from) {
        int comma = from > 0 ? 1 : 0;
        int to = from;
        int bytes = 0;
        while (to < max && bytes < SEGMENT_BYTES) {
            to = Math.min(to + FibChunk.NUMBERS, max);
            bytes = comma + length(from, to);
        }
        return Unpooled.wrappedBuffer(file.allocate(bytes));
    }

    /** A copy of a chunk that is there. */
    FibChunk chunk(int first) {
        int last = first + FibChunk.NUMBERS - 1;
        ByteBuf segment = published.segments().get(segmentOf[last]);
        int end = endOf[last];
        byte[] text = new byte[length(first, last + 1)];
        segment.getBytes(end - text.length, text);
        return FibChunk.of(first, text);
    }

    /** How many replies are being sent from here, counted by segments. */
    int slicesInUse() {
        return published.segments().stream()
                .mapToInt(segment -> segment.refCnt() - 1)
                .sum();
    }
}
