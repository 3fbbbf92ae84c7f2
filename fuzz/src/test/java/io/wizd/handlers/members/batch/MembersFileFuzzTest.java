package io.wizd.handlers.members.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.wizd.db.input.BadFileException;
import io.wizd.db.input.OnDuplicate;
import io.wizd.fuzz.Growth;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Files of members, as {@link ChunkReader} gets them: in a form, packed, in any charset, as CSV or JSON. The first line of an
 * input is the Content-Type, the rest grows to the file.
 */
class MembersFileFuzzTest {
    private static final int MAX_BYTES = 1 << 20;
    private static final FileLimits SMALL_CHUNKS = new FileLimits(2, 100, 4L * MAX_BYTES, 200, MAX_BYTES);
    private static Path file = Path.of("");

    @BeforeAll
    static void makeFile() throws IOException {
        file = Files.createTempFile("members", ".fuzz");
    }

    @AfterAll
    static void removeFile() throws IOException {
        Files.delete(file);
    }

    @FuzzTest
    void aFileHasTheSameRowsInChunksOfAnySize(byte[] input) throws IOException {
        int end = 0;
        while (end < input.length && input[end] != '\n') {
            end++;
        }
        String contentType = new String(input, 0, end, StandardCharsets.ISO_8859_1);
        byte[] rest = Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length);
        Files.write(file, Growth.of(rest));
        MemberFile sent = new MemberFile(file, contentType, "", "x");
        assertThat(rows(sent, SMALL_CHUNKS)).isEqualTo(rows(sent, FileLimits.of(4L * MAX_BYTES, 200, MAX_BYTES)));
    }

    /** How many rows, the rejected ones, and why the file ends before its end. */
    private static List<String> rows(MemberFile sent, FileLimits limits) throws IOException {
        List<String> found = new ArrayList<>();
        int rows = 0;
        int good = 0;
        try (ChunkReader reader = new ChunkReader(sent, limits, OnDuplicate.SKIP, account -> "n" + account % 3)) {
            for (MemberChunk chunk = reader.next(); chunk != null; chunk = reader.next()) {
                assertThat(chunk.rows()).isPositive();
                assertThat(chunk.firstLine()).isBetween(1L, chunk.lastLine());
                rows += chunk.rows();
                good += chunk.rows() - chunk.rejectedCount();
                chunk.rejected().forEach(row -> found.add(row.line() + ": " + row.reason()));
            }
        } catch (BadFileException e) {
            assertThat(e.getMessage()).isNotEmpty();
            found.add(e.getMessage());
        }
        found.add(rows + " rows, " + good + " good");
        return found;
    }
}
