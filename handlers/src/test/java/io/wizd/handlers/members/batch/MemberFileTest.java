package io.wizd.handlers.members.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.input.OnDuplicate;
import io.wizd.db.testing.TestMariaDb;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What files may look like, and what they may not. */
@SuppressWarnings("NullAway.Init") // the fields are set before each test
class MemberFileTest {
    private static final String HEADER = "first_name,last_name,phone_number,client_member_id,account_id\n";
    private static final String TWO = HEADER + "Änn,Abel,49301,1,7\n\"B,\"\"o\"\"\nb\",Abel,1555,2,7\n";
    private static final Map<String, String> BOTH = Map.of("7/1", "Änn|Abel|49301", "7/2", "B,\"o\"\nb|Abel|1555");

    @TempDir
    Path folder;

    private BatchBed bed;

    @BeforeEach
    void open() throws Exception {
        bed = new BatchBed(TestMariaDb.server(), folder);
    }

    @AfterEach
    void close() {
        bed.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void eachSeparatorIsFound(String separator) throws Exception {
        String text = TWO.replace("B,\"\"o\"\"", "@").replace(",", separator).replace("@", "B,\"\"o\"\"");

        assertThat(bed.load(text).error()).isEmpty();
        assertThat(bed.members()).isEqualTo(BOTH);
    }

    @ParameterizedTest
    @CsvSource({"UTF-8,false", "UTF-8,true", "UTF-16LE,true", "UTF-16BE,true"})
    void eachCharsetIsFound(String charset, boolean mark) throws Exception {
        byte[] text = ((mark ? "\uFEFF" : "") + TWO.replace("\n", "\r\n").replace("\"\r\nb", "\"\nb"))
                .getBytes(Charset.forName(charset));

        assertThat(bed.load(text, "text/csv", "").error()).isEmpty();
        assertThat(bed.members()).isEqualTo(BOTH);
    }

    @Test
    void columnsMayStandInAnyOrderAndUnknownOnesAreTold() throws Exception {
        BatchBed.End end = bed.load(
                "Color; ACCOUNT_ID ;id;last_name;first_name;phone_number;client_member_id\nred;7;99;Abel;Ann;1555;3\n");

        assertThat(end.error()).isEmpty();
        assertThat(end.report().unknownColumns()).containsExactly("Color");
        assertThat(end.report().ignoredColumns()).containsExactly("id");
        assertThat(bed.members()).isEqualTo(Map.of("7/3", "Ann|Abel|1555"));
    }

    @Test
    void gzipMayBeAroundOrWithinMultipart() throws Exception {
        byte[] zipped = gzip(TWO.getBytes(StandardCharsets.UTF_8));
        assertThat(bed.load(zipped, "text/csv", "gzip").report().inserted()).isEqualTo(2);
        assertThat(bed.load(zipped, "application/gzip", "").report().skipped()).isEqualTo(2);
        byte[] parts = multipart(zipped, "../../a.csv");
        String type = "multipart/form-data; boundary=\"-x y\"";
        assertThat(bed.load(parts, type, "").report().skipped()).isEqualTo(2);
        assertThat(bed.load(gzip(parts), type, "gzip").report().skipped()).isEqualTo(2);
        assertThat(bed.members()).isEqualTo(BOTH);
        assertThat(folder.resolveSibling("a.csv")).doesNotExist();
    }

    @Test
    void aBadRowIsToldWithItsPlaceAndCanBeSentAgain() throws Exception {
        BatchBed.Run run = bed.csv(
                HEADER + "Ann,Abel,1555,1,7\n=cmd(),\"'=x\",+49,0,7\n\n\"a\nb\",Abel,1555,2\nB\0b,Abel,1,3,7\n",
                MemberOptions.DEFAULT,
                2);
        BatchBed.End end = run.run();

        assertThat(end.report().rejects())
                .containsExactly(
                        new Reject(
                                3,
                                "phone_number",
                                "+49",
                                "phone_number must be 1 to 15 digits, the first not 0, without +;"
                                        + " client_member_id must be an integer from 1 to 9223372036854775807"),
                        new Reject(5, "", "", "has 4 values, the header has 5"),
                        new Reject(7, "first_name", "B\0b", "first_name holds a NUL character"));
        assertThat(run.rejectsText()).contains("\"'=cmd()\",\"''=x\",\"'+49\",\"0\",\"7\",\"\",\"3\"");

        String corrected = run.rejectsText().replace("\"'+49\",\"0\"", "\"49\",\"5\"");
        assertThat(bed.load(corrected).report().inserted()).isEqualTo(1);
        assertThat(bed.members()).containsEntry("7/5", "=cmd()|'=x|49");
    }

    @Test
    void bytesThatAreNoUtf8SpoilTheirRowAlone() throws Exception {
        byte[] latin = (HEADER + "Ann,Abel,1,1,7\nÄnn,Abel,1,2,7\n").getBytes(StandardCharsets.ISO_8859_1);

        BatchBed.End end = bed.load(latin, "text/csv", "");

        assertThat(end.report().inserted()).isEqualTo(1);
        assertThat(end.report().rejects().getFirst().reason()).contains("UTF-8");
        assertThat(bed.load(latin, "text/csv; charset=iso-8859-1", "").report().inserted())
                .isEqualTo(1);
        assertThat(bed.members()).containsEntry("7/2", "Änn|Abel|1");
    }

    /** A spreadsheet's export, which was refused whole. */
    @Test
    void rowsWithNothingInThemAreCountedNowhere() throws Exception {
        MemberOptions strict = new MemberOptions(OnDuplicate.ERROR, true, false, 0);

        BatchBed.End end = bed.csv(TWO + ",,,,\n,,,,\n\u001a", strict, 1).run();

        assertThat(end.error()).isEmpty();
        assertThat(end.report().rows()).isEqualTo(2);
        assertThat(end.report().rejected()).isZero();
        assertThat(bed.members()).isEqualTo(BOTH);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "'' ~ the file is empty",
                "'\n\n' ~ the file is empty",
                "'name\nAnn\n' ~ the header is one column, name: columns are separated by , ; or tab; it lacks first_name",
                "'first_name,last_name,phone_number,account_id\n' ~ it lacks client_member_id",
                "'first_name,first_name\n' ~ has the column first_name twice",
                "'{\"a\":1}' ~ the file is JSON, but no array",
                "'[{]' ~ the file is not JSON",
                "'[{}' ~ the file is cut off",
                "'[] []' ~ there is something after the end"
            })
    void whatIsNoFileOfMembersIsRefused(String text, String error) throws Exception {
        assertThat(bed.load(text.replace("\\n", "\n")).error()).contains(error);
    }

    @Test
    void aHeaderAloneIsAFileWithoutRows() throws Exception {
        assertThat(bed.load(HEADER).error()).isEmpty();
    }

    @Test
    void nulCharactersInTheHeaderAreTold() throws Exception {
        assertThat(bed.load(TWO.getBytes(StandardCharsets.UTF_16LE), "text/csv", "")
                        .error())
                .contains("NUL characters");
    }

    @Test
    void aQuoteThatDoesNotCloseAndALineWithoutEndAreToldAndTakeNoMemory() throws Exception {
        String open = HEADER + "Ann,Abel,1,1,7\n\"Bob,Abel,1,2,7\n";
        assertThat(bed.load(open).error()).contains("line 3", "a quotation mark is opened and not closed");
        assertThat(bed.members()).as("what stands before").containsOnlyKeys("7/1");

        byte[] long1 = gzip(out -> {
            out.write((HEADER + "Ann,Abel,1,2,7\n").getBytes(StandardCharsets.UTF_8));
            byte[] megabyte = new byte[1 << 20];
            Arrays.fill(megabyte, (byte) 'a');
            for (int i = 0; i < 1_024; i++) {
                out.write(megabyte);
            }
        });
        BatchBed.Run run = bed
        .new Run(long1, "text/csv", "gzip", MemberOptions.DEFAULT, new FileLimits(10, 4 << 20, 2L << 30, 5_000, 0));
        assertThat(run.run().error())
                .contains("the row that begins in line 3 has more than 4,194,304 characters")
                .contains("is a quotation mark not closed there?");
        assertThat(bed.members()).containsOnlyKeys("7/1", "7/2");
    }

    @Test
    void gzipHasLimitsAndAnEnd() throws Exception {
        byte[] bomb = gzip(out -> {
            out.write(HEADER.getBytes(StandardCharsets.UTF_8));
            byte[] rows = "Ann,Abel,1,1,7\n".repeat(10_000).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 400; i++) {
                out.write(rows);
            }
        });
        assertThat(bed.load(bomb, "text/csv", "gzip").error())
                .contains("200 times its size", "wizd.maxUploadCompressionRatio");
        FileLimits small = new FileLimits(10_000, 4 << 20, 1_000_000, 5_000, 0);
        assertThat(bed.new Run(bomb, "text/csv", "gzip", MemberOptions.DEFAULT, small)
                        .run()
                        .error())
                .contains("more than 1000000 bytes", "wizd.maxUploadUncompressed");
        byte[] zipped = gzip(TWO.getBytes(StandardCharsets.UTF_8));
        assertThat(bed.load(Arrays.copyOf(zipped, zipped.length - 9), "text/csv", "gzip")
                        .error())
                .contains("cut off");
        assertThat(bed.load(TWO.getBytes(StandardCharsets.UTF_8), "text/csv", "gzip")
                        .error())
                .contains("not gzip");
        assertThat(bed.load(TWO.getBytes(StandardCharsets.UTF_8), "text/csv", "br")
                        .error())
                .contains("Content-Encoding");
    }

    @Test
    void aFormThatIsRefusedLoadsNothing() throws Exception {
        String type = "multipart/form-data; boundary=\"-x y\"";
        byte[] whole = multipart(TWO.getBytes(StandardCharsets.UTF_8), "a.csv");
        assertThat(bed.load(Arrays.copyOf(whole, whole.length - 30), type, "").error())
                .contains("the upload was cut off");
        assertThat(bed.load(whole, "multipart/form-data", "").error()).contains("boundary");
        ByteArrayOutputStream two = new ByteArrayOutputStream();
        two.write(whole, 0, whole.length - "--\r\n".length());
        two.write("\r\n".getBytes(StandardCharsets.UTF_8));
        two.writeBytes(Arrays.copyOfRange(whole, "---x y\r\n".length(), whole.length));
        assertThat(bed.load(two.toByteArray(), type, "").error()).contains("two files");
        assertThat(bed.members()).isEmpty();
    }

    @Test
    void maxErrorsStopsAFileThatIsNone() throws Exception {
        String text = HEADER + "Ann,Abel,1,1,7\n" + "x,x,x,x,x\n".repeat(100);
        MemberOptions five = new MemberOptions(OnDuplicate.UPDATE, false, false, 5);

        BatchBed.End end = bed.csv(text, five, 2).run();

        assertThat(end.error()).isEqualTo("more than 5 rows are bad");
        assertThat(end.report().inserted()).isEqualTo(1);
        assertThat(end.report().rows()).isLessThan(10);
    }

    @Test
    void allOrNothingIsNothingWhereOneRowIsBad() throws Exception {
        bed.load(HEADER + "Ann,Abel,1,1,7\n");
        String text = HEADER + "Bob,Abel,1,2,7\nEve,Abel,1,3,8\nBen,Abel,1,2,7\n";
        for (String last : List.of("x,x,x,x,x\n", "Ann,Abel,1,1,7\n")) {
            MemberOptions atomic = new MemberOptions(OnDuplicate.ERROR, true, false, Long.MAX_VALUE);
            BatchBed.Run run = bed.csv(text + last, atomic, 2);
            assertThat(run.run().error()).isEqualTo("2 rows are bad, and it was to be all or none");
            assertThat(run.rejectedRows()).hasSize(2);
            assertThat(bed.members()).hasSize(1);
        }
        MemberOptions atomic = new MemberOptions(OnDuplicate.UPDATE, true, false, Long.MAX_VALUE);
        assertThat(bed.csv(text, atomic, 2).run().report().inserted()).isEqualTo(2);
        assertThat(bed.members()).hasSize(3).containsEntry("7/2", "Ben|Abel|1");
    }

    private interface Writer {
        void write(OutputStream out) throws IOException;
    }

    private static byte[] gzip(byte[] content) throws IOException {
        return gzip(out -> out.write(content));
    }

    private static byte[] gzip(Writer content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            content.write(out);
        }
        return bytes.toByteArray();
    }

    private static byte[] multipart(byte[] file, String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(("---x y\r\n"
                        + "Content-Disposition: form-data; name=\"any\"; filename=\"" + name + "\"\r\n"
                        + "Content-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        bytes.write(file);
        bytes.write("\r\n---x y--\r\n".getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }
}
