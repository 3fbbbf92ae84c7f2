package io.wizd.handlers.members.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.members.OnDuplicate;
import io.wizd.db.testing.TestServer;
import java.nio.file.Path;
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
                    assertThat(counts(end.report()))
                            .as(name)
                            .isEqualTo(isError ? List.of(0L, 0L, 0L, 2L, 0L) : OF_THREE.get(onDuplicate));
                    assertThat(end.error()).as(name).matches(isError ? "2 rows are bad, .* nothing is in" : "");
                    assertThat(counts(bad.report())).as(name).isEqualTo(List.of(0L, 0L, 0L, isError ? 3L : 1L, 0L));
                    assertThat(bad.error()).as(name).contains("bad, and it was to be all or nothing: nothing is in");
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
        assertThat(counts(end.report())).isEqualTo(List.of(0L, 0L, 0L, 1L, 0L));
        assertThat(bed.members()).isEmpty();
    }
}
