package io.wizd.handlers.members.batch;

import io.wizd.db.members.RowBlock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rows of a file that go in together: the good ones as blocks for their nodes, the bad ones as they are. One thread at a time. */
final class MemberChunk {
    private final int number;
    private final Columns columns;
    private final boolean keepsRows;
    private final Map<String, RowBlock> blocks = new LinkedHashMap<>();

    /** By the place in the chunk. */
    private final TreeMap<Integer, RejectedRow> rejected = new TreeMap<>();

    /** All rows, by their places, where the database may have to reject them. */
    private final List<FileRow> kept = new ArrayList<>();

    private int rows;
    private int chars;
    private long firstLine;
    private long lastLine;

    /** @param keepsRows so that any may be rejected later */
    MemberChunk(int number, Columns columns, boolean keepsRows) {
        this.number = number;
        this.columns = columns;
        this.keepsRows = keepsRows;
    }

    /** Its place in the file, from 0. */
    int number() {
        return number;
    }

    int rows() {
        return rows;
    }

    boolean isFull(FileLimits limits) {
        return rows >= limits.chunkRows() || chars >= limits.chunkChars();
    }

    /** The next row is counted; gives its place. */
    int begin(FileRow row) {
        firstLine = rows == 0 ? row.line() : firstLine;
        lastLine = row.line();
        for (String cell : row.cells()) {
            chars += cell.length() + 1;
        }
        chars += row.rest().length();
        if (keepsRows) {
            kept.add(row);
        }
        return rows++;
    }

    /** On which its first row begins, from 1. */
    long firstLine() {
        return firstLine;
    }

    /** On which its last row begins. */
    long lastLine() {
        return lastLine;
    }

    Map<String, RowBlock> blocks() {
        return blocks;
    }

    /** Its reason counts as characters of the chunk: of a short row, it is what takes the memory. */
    void reject(int place, RejectedRow row) {
        chars += row.value().length() + row.reason().length();
        rejected.put(place, row);
    }

    /** Rejects a good row, one of those it keeps, because of its client_member_id. */
    void rejectKey(int place, String reason) {
        FileRow row = kept.get(place);
        String value = columns.value(row, Columns.CLIENT_MEMBER_ID);
        reject(place, RejectedRow.of(row, new FileRow.Problem("client_member_id", value, reason)));
    }

    /** In the order of the file. */
    Iterable<RejectedRow> rejected() {
        return rejected.values();
    }

    int rejectedCount() {
        return rejected.size();
    }
}
