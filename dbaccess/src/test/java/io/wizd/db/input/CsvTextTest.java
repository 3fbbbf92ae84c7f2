package io.wizd.db.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows come out as another reader of CSV gives them; what that one throws at is told, and the next row is read. */
class CsvTextTest {
    private static final CsvText.Limits LIMITS = new CsvText.Limits(64 * 1024, 256 * 1024, 4 << 20, 1_000, 1_000);

    private static final String[] PIECES = {
        ",", ",", "\n", "\r\n", "\r", "\"\"", "\"a\"", "\"x,\r\n\"\"y\n\"", "b", "Ännchen", " ", "a\"b", "😀"
    };

    /** As many characters at a time, so that everything is cut everywhere. */
    private static Reader slow(String text, int chars) {
        return new StringReader(text) {
            @Override
            public int read(char[] buffer, int offset, int length) throws IOException {
                return super.read(buffer, offset, Math.min(chars, length));
            }
        };
    }

    private static List<String> rows(Reader in) throws IOException, BadFileException {
        CsvText text = new CsvText(in, LIMITS, ',', 1);
        List<String> rows = new ArrayList<>();
        while (text.next()) {
            assertThat(text.count()).isEqualTo(text.cells().size());
            rows.add(text.line() + " " + text.fault() + " " + text.cells());
        }
        return rows;
    }

    private static List<String> rowsOfOther(String text) throws IOException {
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text)) {
            return reader.stream()
                    .map(row -> row.getStartingLineNumber() + " NONE " + row.getFields())
                    .toList();
        }
    }

    @Test
    void whatIsWellFormedIsReadAsByAnother() throws Exception {
        Random random = new Random(5);
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder();
            boolean mayBegin = true;
            for (int piece = random.nextInt(30); piece >= 0; piece--) {
                String next = PIECES[random.nextInt(PIECES.length)];
                boolean isBreak = next.equals(",") || next.isBlank() && !next.equals(" ");
                // A quoted value is a whole one.
                if (isBreak || mayBegin || (!next.startsWith("\"") && text.charAt(text.length() - 1) != '"')) {
                    text.append(next);
                    mayBegin = isBreak;
                }
            }
            String csv = text.toString();
            List<String> wanted = rowsOfOther(csv);
            assertThat(rows(new StringReader(csv))).as(csv).isEqualTo(wanted);
            assertThat(rows(slow(csv, 1 + i % 3))).as(csv).isEqualTo(wanted);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"B,\"c\"d,1|[B, c, 1]|d", "B,\"c\" ,1|[B, c, 1]|~ ~", "\"a\"b\"c\",1|[a, 1]|b\"c\"", "\"a\"b|[a]|b"
            })
    void whatStandsBehindAClosingQuotationMarkIsTold(String row, String cells, String behind) throws Exception {
        CsvText text = new CsvText(slow(row + "\nnext,one", 2), LIMITS, ',', 1);

        assertThat(text.next()).isTrue();
        assertThat(text.fault()).isEqualTo(CsvText.Fault.BEHIND_QUOTE);
        assertThat(text.cells()).hasToString(cells);
        assertThat(text.behindQuote()).isEqualTo(behind);
        assertThat(text.next()).isTrue();
        assertThat(text.fault()).isEqualTo(CsvText.Fault.NONE);
        assertThat(text.cells()).containsExactly("next", "one");
        assertThat(text.line()).isEqualTo(2);
    }

    @Test
    void whatStandsBehindEachClosingQuotationMarkIsKept() throws Exception {
        CsvText text = new CsvText(new StringReader("\"a\"b,c,\"d\" e"), LIMITS, ',', 1);

        assertThat(text.next()).isTrue();
        assertThat(text.faultCell()).isZero();
        assertThat(text.cells()).containsExactly("a", "c", "d");
        assertThat(text.behindQuotes()).isEqualTo(Map.of(0, "b", 2, " e"));
    }

    @Test
    void whatIsTooLongIsCutAndTheNextRowIsRead() throws Exception {
        String most = "a".repeat(LIMITS.valueChars());
        String csv = most + ",b\nb," + most + "a,c\n\"" + most + "\na\",x\n" + (most + ",").repeat(5) + "x\nnext";
        CsvText text = new CsvText(new StringReader(csv), LIMITS, ',', 1);

        assertThat(text.next()).isTrue();
        assertThat(text.cells()).containsExactly(most, "b");
        assertThat(text.fault()).isEqualTo(CsvText.Fault.NONE);
        String cut = "a".repeat(LIMITS.cutChars()) + "…";
        for (List<String> cells : List.of(List.of("b", cut, "c"), List.of(cut, "x"))) {
            assertThat(text.next()).isTrue();
            assertThat(text.fault()).isEqualTo(CsvText.Fault.LONG_VALUE);
            assertThat(text.faultCell()).isEqualTo(cells.indexOf(cut));
            assertThat(text.cells()).hasSize(cells.size());
            assertThat(text.cells().get(text.faultCell())).endsWith("…").hasSizeLessThanOrEqualTo(cut.length());
        }
        assertThat(text.next()).isTrue();
        assertThat(text.fault()).isEqualTo(CsvText.Fault.LONG_ROW);
        assertThat(text.cells()).hasSize(6);
        assertThat(text.next()).isTrue();
        assertThat(text.cells()).containsExactly("next");
        assertThat(text.line()).isEqualTo(6);
    }

    @Test
    void valuesBehindTheThousandthAreCounted() throws Exception {
        CsvText text = new CsvText(new StringReader("x,".repeat(5_000) + "\nnext"), LIMITS, ',', 1);

        assertThat(text.next()).isTrue();
        assertThat(text.cells()).hasSize(LIMITS.values());
        assertThat(text.count()).isEqualTo(5_001);
        assertThat(text.next()).isTrue();
    }

    @Test
    void aRowThatDoesNotEndIsTold() throws Exception {
        for (String row : List.of("a".repeat(LIMITS.readChars() + 1), ",".repeat(LIMITS.readChars() + 1))) {
            CsvText text = new CsvText(new StringReader("a\n\"" + row + "\""), LIMITS, ',', 1);
            assertThat(text.next()).isTrue();
            assertThatExceptionOfType(BadFileException.class)
                    .isThrownBy(text::next)
                    .withMessage("the row that begins in line 2 has more than 4,194,304 characters, and does not end:"
                            + " is a quotation mark not closed there?");
        }
        CsvText open = new CsvText(new StringReader("a\n\n\"b\nc"), LIMITS, ',', 1);
        assertThat(open.next()).isTrue();
        assertThatExceptionOfType(BadFileException.class)
                .isThrownBy(open::next)
                .withMessage(
                        "in the row that begins in line 3, a quotation mark is opened and not closed before the end"
                                + " of the file");
    }
}
