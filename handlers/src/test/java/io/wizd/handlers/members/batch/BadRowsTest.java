package io.wizd.handlers.members.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.input.OnDuplicate;
import io.wizd.db.testing.TestMariaDb;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A bad row stops no good one, and nothing of it is lost. */
@SuppressWarnings("NullAway.Init") // the fields are set before each test
class BadRowsTest {
    private static final String HEADER = "first_name,last_name,phone_number,client_member_id,account_id\n";
    private static final String ONE = "Ann,Abel,1,1,7\n";
    private static final String JSON =
            "{\"first_name\":\"Ann\",\"last_name\":\"Abel\",\"phone_number\":\"1\",\"client_member_id\":1,\"account_id\":7}";

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

    private BatchBed.Run csv(String rows) throws Exception {
        return bed.csv(HEADER + rows, MemberOptions.DEFAULT, 100);
    }

    private BatchBed.End json(String text) throws Exception {
        return bed.load(text.getBytes(StandardCharsets.UTF_8), "application/json", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "A,B,1,3,83012,extra|extra|has 6 values, the header has 5",
                "Smith, John,Lee,447,4,83012|83012|has 6 values, the header has 5",
                "A,B,1,3,83012,|\"\"|has 6 values, the header has 5",
                "A,B,1,3,83012,=x,\"y,\"\"z\"|'=x,\"y,\"\"z\"|has 7 values, the header has 5",
                "B,\"c\"d,12,1,1|d|last_name goes on behind its closing quotation mark",
                "B,\"c\" ,12,1,1|\" \"|last_name goes on behind its closing quotation mark",
            })
    void aRowWithMoreThanItsColumnsComesBackWithAllOfItAndStaysOutUntilItIsCorrected(
            String row, String rest, String reason) throws Exception {
        BatchBed.Run run = csv(ONE + row + "\nEve,Abel,1,2,7\n");
        BatchBed.End end = run.run();

        assertThat(end.error()).isEmpty();
        assertThat(bed.members()).containsOnlyKeys("7/1", "7/2");
        assertThat(end.report().rejects()).singleElement().satisfies(reject -> {
            assertThat(reject.line()).isEqualTo(3);
            assertThat(reject.reason()).startsWith(reason);
            assertThat(reject.value()).isNotEmpty();
        });
        assertThat(run.rejectedRows())
                .singleElement()
                .satisfies(rejected -> assertThat(rejected).containsEntry("reject_rest", rest));

        BatchBed.Run again = bed.csv(run.rejectsText(), MemberOptions.DEFAULT, 100);
        assertThat(again.run().report().rejects()).singleElement().satisfies(reject -> {
            assertThat(reject.column()).isEqualTo("reject_rest");
            assertThat(reject.reason()).contains("empty reject_rest");
        });
        assertThat(again.rejectedRows().getFirst())
                .as("nothing of it is lost on the way")
                .containsEntry("reject_rest", rest)
                .containsEntry("account_id", run.rejectedRows().getFirst().get("account_id"));

        String quoted = "\"" + rest.replace("\"", "\"\"") + "\",\"3\"";
        assertThat(run.rejectsText()).contains(quoted);
        String corrected = run.rejectsText()
                .replace(quoted, "\"\",\"3\"")
                .replace("\"Smith\",\" John\",\"Lee\",\"447\",\"4\"", "\"John Smith\",\"Lee\",\"447\",\"4\",\"83012\"");
        assertThat(bed.load(corrected).report().inserted()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {FileLimits.FIELD_CHARS, 300_000, 3_000_000})
    void aValueThatIsTooLongSpoilsItsRowAlone(int length) throws Exception {
        String value = "a".repeat(length) + "b";
        BatchBed.Run run = csv(ONE + "Bob," + value + ",1,2,7\nEve,Abel,1,3,7\nBob,\"" + value + "\",1,2,7\n");
        BatchBed.End end = run.run();

        assertThat(end.error()).isEmpty();
        assertThat(bed.members()).containsOnlyKeys("7/1", "7/3");
        assertThat(end.report().rejects()).hasSize(2).allSatisfy(reject -> {
            assertThat(reject.column()).isEqualTo("last_name");
            assertThat(reject.value()).startsWith("aaa").hasSizeLessThan(110);
            assertThat(reject.reason()).isEqualTo("last_name has more than 65,536 characters");
        });
        assertThat(run.rejectsText()).hasSizeLessThan(5_000).contains("a…\"");
        assertThat(bed.load(run.rejectsText()).report().rejected()).isEqualTo(2);

        assertThat(json("[" + JSON.replace("Abel", value) + "," + JSON + "]").report())
                .satisfies(report -> {
                    assertThat(report.skipped()).isEqualTo(1);
                    assertThat(report.rejects().getFirst().reason())
                            .isEqualTo("element 1: last_name has more than 65,536 characters");
                });
    }

    @Test
    void aRowOfTooManyColumnsSpoilsItselfAlone() throws Exception {
        BatchBed.Run run = csv(ONE + "x,".repeat(200_000) + "\nEve,Abel,1,3,7\n");
        BatchBed.End end = run.run();

        assertThat(end.error()).isEmpty();
        assertThat(bed.members()).containsOnlyKeys("7/1", "7/3");
        assertThat(end.report().rejects().getFirst().reason()).isEqualTo("has 200001 values, the header has 5");
        assertThat(run.rejectedRows().getFirst().get("reject_rest"))
                .endsWith("x,…")
                .hasSizeLessThan(3_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatStandsBeforeAFaultIsInUnlessItIsAllOrNothing(boolean atomic) throws Exception {
        MemberOptions options = new MemberOptions(OnDuplicate.UPDATE, atomic, false, Long.MAX_VALUE);
        String good = ONE + "Eve,Abel,1,2,7\nx,y\n";
        byte[] zipped = GzipMembersTest.gzip(good.getBytes(StandardCharsets.UTF_8));
        byte[] cut = Arrays.copyOf(zipped, zipped.length - 1);
        byte[] open = (HEADER + good + "\"Bob").getBytes(StandardCharsets.UTF_8);
        byte[] json = ("[" + JSON + ",\n{\"first_name\":\u0001").getBytes(StandardCharsets.UTF_8);
        for (BatchBed.Run run : Arrays.asList(
                bed.new Run(open, "text/csv", "", options, BatchBed.limits(100)),
                bed
                .new Run(
                        GzipMembersTest.joined(GzipMembersTest.gzip(HEADER.getBytes(StandardCharsets.UTF_8)), cut),
                        "text/csv",
                        "gzip",
                        options,
                        BatchBed.limits(100)),
                bed.new Run(json, "application/json", "", options, BatchBed.limits(100)))) {
            BatchBed.End end = run.run();

            assertThat(end.error()).isNotEmpty();
            assertThat(bed.members().isEmpty()).isEqualTo(atomic);
            assertThat(end.report().inserted() + end.report().skipped() > 0).isEqualTo(!atomic);
        }
        assertThat(bed.members()).hasSize(atomic ? 0 : 2);
    }

    @Test
    void duplicatesTellTheirKey() throws Exception {
        MemberOptions error = new MemberOptions(OnDuplicate.ERROR, false, false, Long.MAX_VALUE);
        BatchBed.Run run = bed.csv(HEADER + ONE + ONE, error, 100);

        assertThat(run.run().report().rejects())
                .containsExactly(new Reject(
                        3, "client_member_id", "1", "a row before has the same account_id and client_member_id"));
        assertThat(bed.csv(HEADER + ONE, error, 100)
                        .run()
                        .report()
                        .rejects()
                        .getFirst()
                        .value())
                .isEqualTo("1");
        assertThat(bed.members()).isEqualTo(Map.of("7/1", "Ann|Abel|1"));
    }

    @Test
    void theRejectedRowsHaveALimitAndEndInAWholeRow() throws Exception {
        String rows = ONE + "0,,,,\n".repeat(2_000) + "Eve,Abel,1,2,7\n";
        FileLimits limits = new FileLimits(100, 4 << 20, 1 << 20, 200, 100_000);
        for (boolean atomic : new boolean[] {true, false}) {
            MemberOptions options = new MemberOptions(OnDuplicate.UPDATE, atomic, false, Long.MAX_VALUE);
            BatchBed.Run run =
                    bed.new Run((HEADER + rows).getBytes(StandardCharsets.UTF_8), "text/csv", "", options, limits);
            BatchBed.End end = run.run();

            assertThat(end.error()).contains("100000 bytes", "wizd.maxUploadRejects");
            assertThat(Files.size(run.rejects())).isBetween(100_000L, 150_000L);
            assertThat(run.rejectsText()).endsWith("\"\r\n");
            assertThat(run.rejectedRows()).hasSizeBetween(200, 1_000);
            assertThat(bed.members()).hasSize(atomic ? 0 : 1);
        }
    }

    @Test
    void rowsThatAreShorterThanTheirReasonsMakeSmallerChunks() throws Exception {
        Path file = Files.writeString(folder.resolve("flood"), HEADER + "0,,,,\n".repeat(50_000));
        MemberFile flood = new MemberFile(file, "text/csv", "", "");
        try (ChunkReader reader = new ChunkReader(flood, FileLimits.DEFAULT, OnDuplicate.UPDATE, account -> "p1")) {
            assertThat(Objects.requireNonNull(reader.next()).rows()).isLessThan(20_000);
        }
    }

    @Test
    void whereNoRowIsRejectedThereIsNoFileOfThem() throws Exception {
        BatchBed.Run run = csv(ONE);
        Files.writeString(run.rejects(), "of a run that was broken off");

        assertThat(run.run().error()).isEmpty();
        assertThat(run.rejects()).doesNotExist();
        assertThat(MemberJobs.noRejects())
                .isEqualTo("\uFEFF\"first_name\",\"last_name\",\"phone_number\",\"client_member_id\",\"account_id\","
                        + "\"reject_rest\",\"reject_line\",\"reject_column\",\"reject_reason\"\r\n");
    }

    @Test
    void spacesAroundANumberAreTold() throws Exception {
        BatchBed.End end = csv("Ann,Abel, 1,1,7\nAnn,Abel,1,1\u00a0,7\nAnn,Abel,1 1,1,\"7 x\"\n")
                .run();

        assertThat(end.report().rejects())
                .extracting(Reject::reason)
                .containsExactly(
                        "phone_number has spaces before or behind it: take them out",
                        "client_member_id has spaces before or behind it: take them out",
                        "phone_number must be 1 to 15 digits, the first not 0, without +;"
                                + " account_id must be an integer from 1 to 9223372036854775807");
    }

    @Test
    void utf16WithHalfACharacterAtItsEndIsTold() throws Exception {
        byte[] whole = ("\uFEFF" + HEADER + ONE + "Eve,Abel,1,2,7\n").getBytes(StandardCharsets.UTF_16LE);

        BatchBed.End end = bed.load(Arrays.copyOf(whole, whole.length - 1), "text/csv", "");

        assertThat(end.error()).contains("UTF-16", "cut in two");
        assertThat(bed.members()).containsOnlyKeys("7/1");
    }

    @ParameterizedTest
    @CsvSource({"504b0304, an Excel or ZIP file", "d0cf11e0a1b1, an old Excel file", "255044462d312e37, a PDF"})
    void whatPeopleSendForCsvIsNamed(String bytes, String what) throws Exception {
        assertThat(bed.load(HexFormat.of().parseHex(bytes + "0a0a"), "text/csv", "")
                        .error())
                .startsWith("the file is " + what + ":");
    }

    @Test
    void excelSaysItsSeparatorInAFirstLine() throws Exception {
        BatchBed.End end = bed.load("sep=|\r\n" + (HEADER + "Ann,Abel,x,1,7\n" + ONE).replace(',', '|'));

        assertThat(end.error()).isEmpty();
        assertThat(end.report().inserted()).isEqualTo(1);
        assertThat(end.report().rejects().getFirst().line()).isEqualTo(3);
    }
}
