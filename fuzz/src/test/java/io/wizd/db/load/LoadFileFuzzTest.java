package io.wizd.db.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.wizd.fuzz.Growth;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Files of {@code bin/load}: CSV, JSON, one object a line. */
class LoadFileFuzzTest {
    /** A row that is bad takes about as long as 1,000 bytes. */
    private static final int MAX_BYTES = 64 << 10;

    private static Path file = Path.of("");

    @BeforeAll
    static void makeFile() throws IOException {
        file = Files.createTempFile("load", ".fuzz");
    }

    @AfterAll
    static void removeFile() throws IOException {
        Files.delete(file);
    }

    @FuzzTest
    void aFileIsReadOrRefused(byte[] input) throws IOException {
        Files.write(file, Growth.of(input, MAX_BYTES));
        try (InputFile opened = InputFile.open(file.toString(), new ByteArrayInputStream(new byte[0]))) {
            read(opened, InputLayout.of(opened, Optional.empty()));
        } catch (LoadException e) {
            assertThat(e.getMessage()).isNotEmpty().doesNotContainPattern("\\p{Cntrl}");
        }
    }

    private static void read(InputFile opened, InputLayout layout) throws IOException, LoadException {
        try (PositionedStream bytes = opened.stream();
                RowReader rows = open(opened, layout, bytes)) {
            long line = 1;
            for (long number = 1; rows.advance(); number++) {
                InputRow row = rows.row();
                assertThat(row.number()).isEqualTo(number);
                assertThat(row.line()).isGreaterThanOrEqualTo(line);
                line = row.line();
                if (!row.broken()) {
                    assertThat(row.cells()).hasSameSizeAs(row.names());
                }
            }
        }
    }

    private static RowReader open(InputFile opened, InputLayout layout, PositionedStream bytes)
            throws IOException, LoadException {
        return switch (layout.format()) {
            case CSV -> new CsvRows(opened, bytes, layout, Optional.of("NULL"));
            case JSON -> new JsonRows(opened, bytes, layout);
            case NDJSON -> new NdjsonRows(opened, bytes, layout);
        };
    }
}
