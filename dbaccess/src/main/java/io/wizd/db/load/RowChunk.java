package io.wizd.db.load;

import java.util.ArrayList;
import java.util.List;

/** The rows of one transaction: 1,000 rows of the input, or fewer where they are large. For one thread. */
final class RowChunk {

    static final int MAX_ROWS = 1000;

    /** Keeps the statement below the smallest usual max_allowed_packet (4 MiB) and the heap small. */
    private static final long MAX_BYTES = 1024 * 1024;

    private final List<TableRow> good = new ArrayList<>();
    private final List<InputRow> bad = new ArrayList<>();
    private long sizeBytes;

    void add(TableRow row) {
        good.add(row);
        sizeBytes += row.sizeBytes();
    }

    void addBad(InputRow row) {
        bad.add(row);
    }

    List<TableRow> good() {
        return good;
    }

    List<InputRow> bad() {
        return bad;
    }

    boolean isFull() {
        return good.size() + bad.size() >= MAX_ROWS || sizeBytes >= MAX_BYTES;
    }

    boolean isEmpty() {
        return good.isEmpty() && bad.isEmpty();
    }

    void clear() {
        good.clear();
        bad.clear();
        sizeBytes = 0;
    }
}
