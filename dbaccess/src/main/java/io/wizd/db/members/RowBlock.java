package io.wizd.db.members;

import io.wizd.db.input.OnDuplicate;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The rows of one chunk of a file that belong to one node: as the bytes that LOAD DATA takes, so that a row costs no
 * object. Rows of the same key within the block are settled here, one after the other: what is loaded is the first row of
 * each key, and with {@link OnDuplicate#UPDATE} the last one, where it differs, thereafter. For one thread at a time.
 */
public final class RowBlock {
    private static final int NONE = -1;

    private final OnDuplicate onDuplicate;

    private byte[] bytes = new byte[64 * 1024];
    private int used;

    private int size;
    private int[] ends = new int[1024];

    /** The place of each row in its chunk. */
    private int[] places = new int[1024];

    private long[] accounts = new long[1024];
    private long[] clients = new long[1024];

    /** Of a first row: the row that its key has last, itself where it is the only one. */
    private int[] lasts = new int[1024];

    private final BitSet firsts = new BitSet();

    /** Open addressing: the first rows of keys, by the hash of the key. */
    private int[] table = new int[4096];

    private int keys;
    private int updated;
    private int skipped;
    private int repeated;
    private final BitSet again = new BitSet();

    public RowBlock(OnDuplicate onDuplicate) {
        this.onDuplicate = onDuplicate;
        Arrays.fill(table, NONE);
    }

    /**
     * Adds a row, whose values must be as the table wants them.
     *
     * @param place in the chunk
     */
    public void add(int place, String firstName, String lastName, String phone, long clientMemberId, long accountId) {
        int start = used;
        text(firstName);
        text(lastName);
        text(phone);
        text(Long.toString(clientMemberId));
        digits(Long.toString(accountId));
        put((byte) '\n');
        int slot = slot(accountId, clientMemberId);
        if (table[slot] == NONE) {
            table[slot] = keep(place, accountId, clientMemberId);
            firsts.set(table[slot]);
            if (++keys * 2 > table.length) {
                grow();
            }
            return;
        }
        again(table[slot], start, place, accountId, clientMemberId);
    }

    private void again(int first, int start, int place, long accountId, long clientMemberId) {
        repeated++;
        switch (onDuplicate) {
            case UPDATE -> {
                int last = lasts[first];
                if (Arrays.equals(bytes, start(last), ends[last], bytes, start, used)) {
                    skipped++;
                    used = start;
                } else {
                    updated++;
                    lasts[first] = keep(place, accountId, clientMemberId);
                }
            }
            case SKIP -> {
                skipped++;
                used = start;
            }
            case ERROR -> {
                again.set(place);
                used = start;
            }
        }
    }

    private int keep(int place, long accountId, long clientMemberId) {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
            places = Arrays.copyOf(places, size * 2);
            accounts = Arrays.copyOf(accounts, size * 2);
            clients = Arrays.copyOf(clients, size * 2);
            lasts = Arrays.copyOf(lasts, size * 2);
        }
        ends[size] = used;
        places[size] = place;
        accounts[size] = accountId;
        clients[size] = clientMemberId;
        lasts[size] = size;
        return size++;
    }

    /** Where the key is in the table, or is to go. */
    private int slot(long accountId, long clientMemberId) {
        long mixed = (accountId * 0x9E3779B97F4A7C15L + clientMemberId) * 0xC2B2AE3D27D4EB4FL;
        int slot = (int) (mixed >>> 33) & table.length - 1;
        while (table[slot] != NONE && (accounts[table[slot]] != accountId || clients[table[slot]] != clientMemberId)) {
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }

    private void grow() {
        int[] old = table;
        table = new int[old.length * 2];
        Arrays.fill(table, NONE);
        for (int row : old) {
            if (row != NONE) {
                table[slot(accounts[row], clients[row])] = row;
            }
        }
    }

    private void text(String value) {
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            switch (b) {
                case '\t', '\n', '\\' -> {
                    put((byte) '\\');
                    put(b == '\t' ? (byte) 't' : b == '\n' ? (byte) 'n' : b);
                }
                default -> put(b);
            }
        }
        put((byte) '\t');
    }

    private void digits(String value) {
        for (int i = 0; i < value.length(); i++) {
            put((byte) value.charAt(i));
        }
    }

    private void put(byte b) {
        if (used == bytes.length) {
            bytes = Arrays.copyOf(bytes, used * 2);
        }
        bytes[used++] = b;
    }

    private int start(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }

    /** Whether it has no row at all. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Different keys: so many ids are needed. */
    public int keys() {
        return keys;
    }

    /** The first rows of all keys. */
    BitSet firsts() {
        return firsts;
    }

    /** The last rows of those keys that have another last row than the first. */
    BitSet lasts() {
        BitSet rows = new BitSet();
        firsts.stream().filter(row -> lasts[row] != row).forEach(row -> rows.set(lasts[row]));
        return rows;
    }

    int place(int row) {
        return places[row];
    }

    /** Rows that a row of the same key made what they are. */
    int updated() {
        return updated;
    }

    int skipped() {
        return skipped;
    }

    /** Rows whose key a row before has. */
    public int repeated() {
        return repeated;
    }

    /** Takes keys; it may fail. */
    public interface KeySink<E extends Exception> {
        void key(long accountId, long clientMemberId) throws E;
    }

    /** Each different key, once. */
    public <E extends Exception> void forEachKey(KeySink<E> sink) throws E {
        for (int row = firsts.nextSetBit(0); row >= 0; row = firsts.nextSetBit(row + 1)) {
            sink.key(accounts[row], clients[row]);
        }
    }

    /** The places of the rows that were rejected because a row before has their key. */
    BitSet again() {
        return again;
    }

    /** What goes before a row. */
    interface Prefix {
        /** @param row of the block */
        String of(int row);
    }

    /** Rows as LOAD DATA takes them, each behind its prefix. */
    InputStream stream(BitSet rows, Prefix prefix) {
        return new Rows(rows, prefix);
    }

    private final class Rows extends InputStream {
        private final BitSet rows;
        private final Prefix prefix;
        private int row = NONE;
        private byte[] head = new byte[0];
        private int headAt;
        private int at;
        private int end;

        Rows(BitSet rows, Prefix prefix) {
            this.rows = rows;
            this.prefix = prefix;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int done = 0;
            while (done < length) {
                if (headAt < head.length) {
                    int count = Math.min(length - done, head.length - headAt);
                    System.arraycopy(head, headAt, into, offset + done, count);
                    headAt += count;
                    done += count;
                } else if (at < end) {
                    int count = Math.min(length - done, end - at);
                    System.arraycopy(bytes, at, into, offset + done, count);
                    at += count;
                    done += count;
                } else if (!nextRow()) {
                    break;
                }
            }
            return done == 0 && length > 0 ? -1 : done;
        }

        private boolean nextRow() {
            int next = rows.nextSetBit(row + 1);
            if (next < 0) {
                return false;
            }
            row = next;
            head = prefix.of(next).getBytes(StandardCharsets.US_ASCII);
            headAt = 0;
            at = start(next);
            end = ends[next];
            return true;
        }
    }
}
