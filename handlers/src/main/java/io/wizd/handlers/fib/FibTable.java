package io.wizd.handlers.fib;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.wizd.protocol.SharedJson;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
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

    /** How many numbers are computed and published together. */
    static final int CHUNK = 250;

    /** Answers this short are kept, since a server is asked for them most. */
    private static final int KEPT_ANSWERS = 256;

    private static final byte[] END = "]}".getBytes(StandardCharsets.US_ASCII);

    private final int max;

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

    /** @param max numbers at most */
    FibTable(int max) {
        this(max, SegmentFile.MEMORY);
    }

    /** @param folder where the file is made */
    FibTable(int max, Path folder) {
        this.max = max;
        this.file = new SegmentFile(folder, Math.toIntExact(textLength(max)));
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

    /** {@code {"N":n,"result":[…]}}; null if the table has not so many numbers yet. */
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
        SharedJson json = SharedJson.of(before, parts(now, n), END);
        if (now.file() != null && n > 0) {
            json = json.alsoIn(now.file());
        }
        if (n < KEPT_ANSWERS) {
            kept[n] = json;
        }
        return json;
    }

    /** Views of the text of the first n numbers, which are there. */
    List<ByteBuf> text(int n) {
        return parts(published, n);
    }

    private List<ByteBuf> parts(Published now, int n) {
        if (n == 0) {
            return List.of();
        }
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
            // A virtual thread keeps its carrier until it waits.
            Thread.yield();
        }
    }

    private ByteBuffer nextChunk() {
        int from = walk.n();
        int to = Math.min(from + CHUNK, max);
        byte[] text = new byte[length(from, to)];
        int at = 0;
        while (walk.n() < to) {
            if (at > 0) {
                text[at++] = ',';
            }
            at = walk.write(text, at);
            walk.advance();
        }
        return ByteBuffer.wrap(text);
    }

    /** Bytes of the text of the first n numbers. */
    static long textLength(int n) {
        return n == 0 ? 0 : start(n) - 1;
    }

    /** Where F(n) begins in the text. */
    private static long start(int n) {
        return FibDigits.ofFirst(n) + n;
    }

    /** Bytes of the numbers from F(from) to F(to - 1) with the commas between them. */
    private static int length(int from, int to) {
        return Math.toIntExact(start(to) - start(from) - 1);
    }

    /**
     * Adds numbers that were computed before, as far as they are missing.
     *
     * @param text of the first {@code n} numbers, right
     */
    void restore(ByteBuffer text, int n) {
        growing.lock();
        try {
            int from = count();
            while (from < max && Math.min(from + CHUNK, max) <= n) {
                int to = Math.min(from + CHUNK, max);
                append(text.slice(Math.toIntExact(start(from)), length(from, to)));
                from = to;
            }
            if (walk.n() < from && from < max) {
                walk.jump(from - 2, number(text, from - 2), number(text, from - 1));
                walk.advance();
                walk.advance();
            }
        } finally {
            growing.unlock();
        }
    }

    private static byte[] number(ByteBuffer text, int n) {
        byte[] digits = new byte[FibDigits.of(n)];
        text.get(Math.toIntExact(start(n)), digits);
        return digits;
    }

    private void append(ByteBuffer text) {
        Published now = published;
        int from = now.count();
        int to = Math.min(from + CHUNK, max);
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
            to = Math.min(to + CHUNK, max);
            bytes = comma + length(from, to);
        }
        return Unpooled.wrappedBuffer(file.allocate(bytes));
    }

    /** How many replies are being sent from here, counted by segments. */
    int slicesInUse() {
        return published.segments().stream()
                .mapToInt(segment -> segment.refCnt() - 1)
                .sum();
    }
}
