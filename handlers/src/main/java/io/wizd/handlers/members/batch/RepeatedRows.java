package io.wizd.handlers.members.batch;

import io.wizd.db.members.RowBlock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Counts the rows of a file whose key a row before has, exactly, however far apart they are: keys are sorted so many at a time
 * into runs of a file, which are merged at the end (external sorting: Knuth, The Art of Computer Programming, 5.4). It needs a
 * megabyte of memory, and 16 bytes of disk for each different key of a run. One thread.
 */
final class RepeatedRows implements AutoCloseable {
    private static final int KEYS_OF_RUN = 32 * 1024;
    private static final int KEY_BYTES = 2 * Long.BYTES;

    /** Of all buffers of a merge together, as long as each has its least. */
    private static final int MERGE_BYTES = 512 * 1024;

    private static final int LEAST_BUFFER = 16 * KEY_BYTES;
    private static final int LARGEST_BUFFER = 8 * 1024;

    private final Path file;
    private final List<Long> ends = new ArrayList<>();

    /** Accounts and clients in turn. */
    private long[] keys;

    private long[] spare;
    private int used;
    private long rows;
    private long written;

    /** The file cannot be written. */
    static final class NotWrittenException extends IOException {
        private static final long serialVersionUID = 1L;

        NotWrittenException(Exception cause) {
            super("the keys of the rows cannot be kept: the disk of the server is full, or fails", cause);
        }
    }

    /** @param file for the runs, where they are many; deleted when this is closed */
    RepeatedRows(Path file) throws NotWrittenException {
        this(file, KEYS_OF_RUN);
    }

    RepeatedRows(Path file, int keysOfRun) throws NotWrittenException {
        this.file = file;
        this.keys = new long[2 * keysOfRun];
        this.spare = new long[2 * keysOfRun];
        close();
    }

    /** All rows of a block. */
    void add(RowBlock block) throws NotWrittenException {
        rows += block.repeated();
        block.<NotWrittenException>forEachKey(this::add);
    }

    /** One row. */
    void add(long accountId, long clientMemberId) throws NotWrittenException {
        if (used == keys.length) {
            writeRun();
        }
        keys[used++] = accountId;
        keys[used++] = clientMemberId;
        rows++;
    }

    private void writeRun() throws NotWrittenException {
        sortAndThin();
        ByteBuffer bytes = ByteBuffer.allocate(used * Long.BYTES);
        bytes.asLongBuffer().put(keys, 0, used);
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                written += out.write(bytes, written);
            }
        } catch (IOException e) {
            throw new NotWrittenException(e);
        }
        ends.add(written);
        used = 0;
    }

    /** Sorts by merging, bottom up, for which no order of keys is a bad one; then each key is there once. */
    private void sortAndThin() {
        for (int width = 2; width < used; width *= 2) {
            for (int from = 0; from < used; from += 2 * width) {
                merge(from, Math.min(from + width, used), Math.min(from + 2 * width, used));
            }
            long[] sorted = spare;
            spare = keys;
            keys = sorted;
        }
        int kept = 0;
        for (int i = 0; i < used; i += 2) {
            if (kept == 0 || keys[kept - 2] != keys[i] || keys[kept - 1] != keys[i + 1]) {
                keys[kept++] = keys[i];
                keys[kept++] = keys[i + 1];
            }
        }
        used = kept;
    }

    private void merge(int from, int middle, int end) {
        int left = from;
        int right = middle;
        for (int to = from; to < end; to += 2) {
            boolean takesLeft = right >= end
                    || left < middle && compare(keys[left], keys[left + 1], keys[right], keys[right + 1]) <= 0;
            int taken = takesLeft ? left : right;
            spare[to] = keys[taken];
            spare[to + 1] = keys[taken + 1];
            left += takesLeft ? 2 : 0;
            right += takesLeft ? 0 : 2;
        }
    }

    private static int compare(long account, long client, long otherAccount, long otherClient) {
        int byAccount = Long.compare(account, otherAccount);
        return byAccount != 0 ? byAccount : Long.compare(client, otherClient);
    }

    /** How many of the rows so far have a key that a row before has. */
    long count() throws IOException {
        if (ends.isEmpty()) {
            sortAndThin();
            return rows - used / 2;
        }
        if (used > 0) {
            writeRun();
        }
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            return rows - distinct(in);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private long distinct(FileChannel in) {
        int buffer = Math.clamp(MERGE_BYTES / ends.size() / KEY_BYTES * KEY_BYTES, LEAST_BUFFER, LARGEST_BUFFER);
        PriorityQueue<Run> queue = new PriorityQueue<>(ends.size());
        long start = 0;
        for (long end : ends) {
            queue.add(new Run(in, start, end, buffer));
            start = end;
        }
        long count = 0;
        long account = 0;
        long client = 0;
        for (Run run = queue.poll(); run != null; run = queue.poll()) {
            Run next = queue.peek();
            boolean more;
            do {
                if (run.account != account || run.client != client) {
                    count++;
                    account = run.account;
                    client = run.client;
                }
                more = run.next();
            } while (more && (next == null || run.compareTo(next) < 0));
            if (more) {
                queue.add(run);
            }
        }
        return count;
    }

    /** One run, at one of its keys; ids of members begin with 1, so that no key is 0. */
    private static final class Run implements Comparable<Run> {
        private final FileChannel in;
        private final long end;
        private final ByteBuffer bytes;
        private long at;
        private long account;
        private long client;

        Run(FileChannel in, long start, long end, int buffer) {
            this.in = in;
            this.at = start;
            this.end = end;
            this.bytes = ByteBuffer.allocate(buffer).limit(0);
            next();
        }

        /** Goes to the next key; false behind the last one. */
        boolean next() {
            if (!bytes.hasRemaining()) {
                if (at == end) {
                    return false;
                }
                fill();
            }
            account = bytes.getLong();
            client = bytes.getLong();
            return true;
        }

        private void fill() {
            bytes.clear().limit((int) Math.min(bytes.capacity(), end - at));
            try {
                while (bytes.hasRemaining()) {
                    int read = in.read(bytes, at);
                    if (read < 0) {
                        throw new IOException("the file of the keys is cut off");
                    }
                    at += read;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            bytes.flip();
        }

        @Override
        public int compareTo(Run other) {
            return compare(account, client, other.account, other.client);
        }
    }

    @Override
    public void close() throws NotWrittenException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new NotWrittenException(e);
        }
    }
}
