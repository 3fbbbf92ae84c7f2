package io.wizd.handlers.members.batch;

import io.wizd.db.input.BadFileException;
import io.wizd.db.input.OnDuplicate;
import io.wizd.db.members.RowBlock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a file into chunks of checked rows. The same file and limits always give the same chunks, so that a job which
 * begins anew knows them again. One thread; {@link #bytesRead} any.
 */
final class ChunkReader implements AutoCloseable {
    private final FileLimits limits;
    private final OnDuplicate onDuplicate;
    private final LongFunction<String> nodeOfAccount;
    private final CountedStream raw;
    private final MemberReader rows;
    private final MemberCheck check = new MemberCheck();
    private int next;
    private @Nullable BadFileException fault;

    /** @param nodeOfAccount the name of the node on which the members of an account lie */
    ChunkReader(MemberFile file, FileLimits limits, OnDuplicate onDuplicate, LongFunction<String> nodeOfAccount)
            throws IOException, BadFileException {
        this.limits = limits;
        this.onDuplicate = onDuplicate;
        this.nodeOfAccount = nodeOfAccount;
        this.raw = new CountedStream(Files.newInputStream(file.path()));
        try {
            this.rows = open(raw, file, limits);
        } catch (IOException | BadFileException | RuntimeException e) {
            raw.close();
            throw told(e);
        }
    }

    private static MemberReader open(InputStream in, MemberFile file, FileLimits limits)
            throws IOException, BadFileException {
        BufferedReader text = Content.open(in, file, limits);
        text.mark(FileLimits.ROW_CHARS);
        int first = text.read();
        for (int i = 1; first >= 0 && Character.isWhitespace(first) && i < FileLimits.ROW_CHARS; i++) {
            first = text.read();
        }
        text.reset();
        if (first < 0) {
            throw new BadFileException("the file is empty");
        }
        return first == '[' || first == '{' ? new JsonMembers(text) : new CsvMembers(text);
    }

    /** What the content itself does wrong comes as an exception of a stream. */
    private static BadFileException told(Exception e) throws IOException {
        Throwable cause = e;
        while (cause != null) {
            if (cause instanceof BadFileException bad) {
                return bad;
            }
            if (cause instanceof BadContentException) {
                return new BadFileException(String.valueOf(cause.getMessage()), e);
            }
            cause = cause.getCause();
        }
        if (e instanceof IOException io) {
            throw io;
        }
        throw (RuntimeException) e;
    }

    Columns columns() {
        return rows.columns();
    }

    /** Of the file as it was sent. */
    long bytesRead() {
        return raw.count();
    }

    /**
     * The next chunk; null behind the last one. If the file cannot be read on, the rows before are a chunk, and the
     * next call throws.
     *
     * @throws BadFileException if the file cannot be read on
     */
    @Nullable
    MemberChunk next() throws IOException, BadFileException {
        if (fault != null) {
            throw fault;
        }
        MemberChunk chunk = new MemberChunk(next, rows.columns(), onDuplicate == OnDuplicate.ERROR);
        try {
            FileRow row = null;
            while (!chunk.isFull(limits) && (row = rows.next()) != null) {
                add(chunk, row);
            }
        } catch (IOException | BadFileException | RuntimeException e) {
            fault = told(e);
            if (chunk.rows() == 0) {
                throw fault;
            }
        }
        next++;
        return chunk.rows() == 0 ? null : chunk;
    }

    private void add(MemberChunk chunk, FileRow row) {
        int place = chunk.begin(row);
        if (row.problem() != null) {
            chunk.reject(place, RejectedRow.of(row, row.problem()));
        } else if (check.accepts(rows.columns(), row)) {
            chunk.blocks()
                    .computeIfAbsent(nodeOfAccount.apply(check.accountId()), node -> new RowBlock(onDuplicate))
                    .add(
                            place,
                            check.firstName(),
                            check.lastName(),
                            check.phoneNumber(),
                            check.clientMemberId(),
                            check.accountId());
        } else {
            chunk.reject(place, RejectedRow.of(row, check.problem()));
        }
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }
}
