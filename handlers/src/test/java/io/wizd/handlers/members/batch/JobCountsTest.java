package io.wizd.handlers.members.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wizd.db.input.OnDuplicate;
import io.wizd.db.testing.TestServer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a job says of a file with the same key three times, however it is cut into chunks, and however it ends. */
@ParameterizedClass
@MethodSource("io.wizd.db.testing.TestServers#all")
@SuppressWarnings("NullAway.Init") // the fields are set before each test
class JobCountsTest {
    private static final String HEADER = "first_name,last_name,phone_number,client_member_id,account_id\n";
    private static final int[] CHUNK_ROWS = {1, 2, 3, 100};
    private static final Map<OnDuplicate, List<Long>> OF_THREE = Map.of(
            OnDuplicate.UPDATE, List.of(3L, 1L, 1L, 0L, 2L),
            OnDuplicate.SKIP, List.of(3L, 0L, 2L, 0L, 2L),
            OnDuplicate.ERROR, List.of(3L, 0L, 0L, 2L, 2L));

    @Parameter
    TestServer server;

    @TempDir
    Path folder;

    private BatchBed bed;
    private int account = 100;

    @BeforeEach
    void open() throws Exception {
        bed = new BatchBed(server, folder);
    }

    @AfterEach
    void close() {
        bed.close();
    }

    /** Three rows of one key, the last two alike, among others. */
    private String threeOfOne() {
        account++;
        return HEADER
                + "Ann,Abel,1,1,A\nEve,Abel,1,2,A\nBob,Abel,1,1,A\nIda,Abel,1,3,A\nBob,Abel,1,1,A\n"
                        .replace("A\n", account + "\n");
    }

    private static MemberOptions options(OnDuplicate onDuplicate, boolean atomic, boolean dryRun) {
        return new MemberOptions(onDuplicate, atomic, dryRun, Long.MAX_VALUE);
    }

    /** inserted, updated, skipped, rejected, repeated. */
    private static List<Long> counts(Job job) {
        assertThat(job.rows()).isEqualTo(job.inserted() + job.updated() + job.skipped() + job.rejected());
        return countsOfNone(job);
    }

    /** Where good rows are not in. */
    private static List<Long> countsOfNone(Job job) {
        return List.of(job.inserted(), job.updated(), job.skipped(), job.rejected(), job.repeated());
    }

    @Test
    void theSameKeyThreeTimes() throws Exception {
        for (int chunkRows : CHUNK_ROWS) {
            for (OnDuplicate onDuplicate : OnDuplicate.values()) {
                for (boolean dryRun : new boolean[] {true, false}) {
                    BatchBed.End end = bed.csv(threeOfOne(), options(onDuplicate, false, dryRun), chunkRows)
                            .run();
                    String name = onDuplicate + ", " + chunkRows + " rows a chunk, dry run: " + dryRun;
                    assertThat(end.error()).as(name).isEmpty();
                    assertThat(counts(end.report())).as(name).isEqualTo(OF_THREE.get(onDuplicate));
                    String expected = dryRun ? null : onDuplicate == OnDuplicate.UPDATE ? "Bob|Abel|1" : "Ann|Abel|1";
                    assertThat(bed.members().get(account + "/1")).as(name).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void allOrNothingCountsTheSameOrNothing() throws Exception {
        for (int chunkRows : CHUNK_ROWS) {
            for (OnDuplicate onDuplicate : OnDuplicate.values()) {
                for (boolean dryRun : new boolean[] {true, false}) {
                    String name = onDuplicate + ", " + chunkRows + " rows a chunk, dry run: " + dryRun;
                    int before = bed.members().size();
                    BatchBed.End end = bed.csv(threeOfOne(), options(onDuplicate, true, dryRun), chunkRows)
                            .run();
                    BatchBed.End bad = bed.csv(
                                    threeOfOne() + "Ann,Abel,none,1,1\n", options(onDuplicate, true, dryRun), chunkRows)
                            .run();

                    boolean isError = onDuplicate == OnDuplicate.ERROR;
                    assertThat(countsOfNone(end.report()))
                            .as(name)
                            .isEqualTo(isError ? List.of(0L, 0L, 0L, 2L, 0L) : OF_THREE.get(onDuplicate));
                    assertThat(end.report().rows()).as(name).isEqualTo(5);
                    assertThat(end.error()).as(name).matches(isError ? "2 rows are bad, .* all or none" : "");
                    assertThat(countsOfNone(bad.report()))
                            .as(name)
                            .isEqualTo(List.of(0L, 0L, 0L, isError ? 3L : 1L, 0L));
                    assertThat(bad.report().rows()).as(name).isEqualTo(6);
                    assertThat(bad.error()).as(name).endsWith("bad, and it was to be all or none");
                    assertThat(bed.members()).as(name).hasSize(before + (dryRun || isError ? 0 : 3));
                }
            }
        }
    }

    @Test
    void tooManyBadRowsAreToldThoughTheirChunkIsNotIn() throws Exception {
        MemberOptions two = new MemberOptions(OnDuplicate.UPDATE, false, false, 2);
        BatchBed.Run run = bed.csv(threeOfOne() + "Ann,Abel,none,1,1\n".repeat(5), two, 5);

        BatchBed.End end = run.run();

        assertThat(end.error()).isEqualTo("more than 2 rows are bad");
        assertThat(counts(end.report())).isEqualTo(List.of(3L, 1L, 1L, 5L, 2L));
        assertThat(run.rejectedRows()).hasSize(5);
    }

    @Test
    void whatIsStoppedWhileItIsCheckedHasNothingIn() throws Exception {
        AtomicInteger chunks = new AtomicInteger();
        BatchBed.End end = bed.csv(threeOfOne(), options(OnDuplicate.ERROR, true, false), 1)
                .before(chunk -> {
                    if (chunks.incrementAndGet() == 5) {
                        throw new JobStoppedException(JobStoppedException.Reason.CANCELLED);
                    }
                })
                .run();

        assertThat(chunks).hasValue(5);
        assertThat(countsOfNone(end.report())).isEqualTo(List.of(0L, 0L, 0L, 1L, 1L));
        assertThat(end.report().rows()).isEqualTo(4);
        assertThat(bed.members()).isEmpty();
    }

    @Test
    void whatIsStoppedBeforeItWritesHasNothingIn() throws Exception {
        BatchBed.End end = bed.csv(threeOfOne(), options(OnDuplicate.UPDATE, true, false), 1)
                .beforeWriting(chunk -> {
                    throw new JobStoppedException(JobStoppedException.Reason.CANCELLED);
                })
                .run();

        assertThat(countsOfNone(end.report())).startsWith(0L, 0L, 0L, 0L);
        assertThat(end.report().rows()).isEqualTo(5);
        assertThat(bed.members()).isEmpty();
    }

    @Test
    void aRowOfTheSameFileIsRepeatedWhoeverMadeTheMember() throws Exception {
        String file = threeOfOne();
        bed.load(file);
        for (OnDuplicate onDuplicate : OnDuplicate.values()) {
            for (int chunkRows : CHUNK_ROWS) {
                Job job = bed.csv(file, options(onDuplicate, false, false), chunkRows)
                        .run()
                        .report();
                assertThat(job.repeated())
                        .as("%s, %d rows a chunk", onDuplicate, chunkRows)
                        .isEqualTo(2);
            }
        }
    }

    @Test
    void whoeverCancelsAfterARestartIsToldWhatIsInAndWhatIsNot() throws Exception {
        BatchBed.Run run = bed.csv(threeOfOne().replace("Eve,Abel,1", "Eve,Abel,none"), MemberOptions.DEFAULT, 1);
        stopAt(run, 3, JobStoppedException.Reason.SERVER_STOPS);

        BatchBed.End end = stopAt(run, 0, JobStoppedException.Reason.CANCELLED);

        assertThat(counts(end.report())).isEqualTo(List.of(1L, 1L, 0L, 1L, 1L));
        assertThat(run.rejectedRows()).hasSize(1);
    }

    @Test
    void whatIsInIsCountedEvenWhereTheFileIsLost() throws Exception {
        BatchBed.Run run = bed.csv(threeOfOne(), MemberOptions.DEFAULT, 1);
        stopAt(run, 3, JobStoppedException.Reason.SERVER_STOPS);

        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(run::withoutItsFile);

        assertThat(run.progress().report(JobState.failed, null).inserted()).isEqualTo(2);
        assertThat(run.progress().whatIsIn()).isEqualTo("3 rows are in");
    }

    private static BatchBed.End stopAt(BatchBed.Run run, int at, JobStoppedException.Reason reason) throws Exception {
        return run.before(chunk -> {
                    if (chunk >= at) {
                        throw new JobStoppedException(reason);
                    }
                })
                .run();
    }

    @Test
    void theRowsBeforeTheEndOfAFileThatBreaksAreInAndToldWithTheirLines() throws Exception {
        BatchBed.Run run =
                bed.csv(threeOfOne() + "Ann,Abel,none,1,1\n" + "\"Ann,Abel,1,1,1\n", MemberOptions.DEFAULT, 4);

        BatchBed.End end = run.run();

        assertThat(end.error()).contains("line");
        assertThat(counts(end.report())).isEqualTo(List.of(3L, 1L, 1L, 1L, 2L));
        assertThat(run.progress().whatIsIn()).isEqualTo("5 rows of lines 2–7 are in");
        assertThat(run.rejectedRows()).hasSize(1);
        assertThat(bed.members()).hasSize(3);
    }

    @Test
    void tooManyBadRowsOfOneChunkAreTold() throws Exception {
        BatchBed.Run run = bed.csv(
                threeOfOne() + "Ann,Abel,none,1,1\n".repeat(3),
                new MemberOptions(OnDuplicate.UPDATE, false, false, 1),
                100);

        BatchBed.End end = run.run();

        assertThat(end.error()).isEqualTo("more than 1 row is bad");
        assertThat(counts(end.report())).isEqualTo(List.of(0L, 0L, 0L, 3L, 0L));
        assertThat(end.report().rejects()).hasSize(3);
        assertThat(run.rejectedRows()).hasSize(3);
        assertThat(run.progress().whatIsIn()).isEqualTo("nothing is in");
    }

    @Test
    void bytesCountWhenTheirChunkIsIn() throws Exception {
        BatchBed.Run run = bed.csv(threeOfOne(), MemberOptions.DEFAULT, 1);
        List<Long> bytes = new ArrayList<>();

        run.before(chunk ->
                        bytes.add(run.progress().report(JobState.running, null).bytes()))
                .run();

        assertThat(bytes.getFirst()).isZero();
        assertThat(run.progress().report(JobState.done, null))
                .satisfies(job -> assertThat(job.bytes()).isEqualTo(job.bytesTotal()));
    }
}
