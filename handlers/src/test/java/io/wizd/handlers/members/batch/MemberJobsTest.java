package io.wizd.handlers.members.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wizd.budget.RequestMemory;
import io.wizd.db.input.OnDuplicate;
import io.wizd.db.testing.Eventually;
import io.wizd.db.testing.Sql;
import io.wizd.db.testing.TestServer;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Upload;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.ItemSink;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Message;
import io.wizd.protocol.Reply;
import io.wizd.protocol.WizdException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Jobs from their submission to their end, with the schedule, over restarts. */
@Execution(ExecutionMode.CONCURRENT)
@ParameterizedClass
@MethodSource("io.wizd.db.testing.TestServers#all")
@SuppressWarnings("NullAway.Init") // the fields are set before each test
class MemberJobsTest {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
    private static final MemberOptions ALL_OR_NONE = new MemberOptions(OnDuplicate.UPDATE, true, false, Long.MAX_VALUE);

    @Parameter
    TestServer server;

    @TempDir
    Path folder;

    private BatchBed bed;
    private MemberJobs jobs;
    private int sent;

    @BeforeEach
    void open() throws Exception {
        bed = new BatchBed(server, folder);
        jobs = start(1_000);
    }

    @AfterEach
    void close() {
        jobs.close();
        bed.close();
    }

    private static MemberJobs started(MemberJobs.Places places, int chunkRows) {
        MemberJobs jobs = new MemberJobs(places, BatchBed.limits(chunkRows), STOP_TIMEOUT);
        jobs.start();
        return jobs;
    }

    private MemberJobs start(int chunkRows) {
        return started(bed.places(), chunkRows);
    }

    private MemberFile file(int rows) throws IOException {
        Path file = folder.resolve("sent-" + sent++);
        StringBuilder text = new StringBuilder("first_name,last_name,phone_number,client_member_id,account_id\n");
        for (int i = 1; i <= rows; i++) {
            text.append("Ann,Abel,49301,")
                    .append(i)
                    .append(',')
                    .append(1 + i % 10)
                    .append('\n');
        }
        Files.writeString(file, text);
        return new MemberFile(file, "text/csv", "", "../a.csv");
    }

    private Job end(long id) throws InterruptedException {
        return jobs.awaitEnd(id, System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
    }

    @Test
    void aJobIsDoneAndTold() throws Exception {
        MemberFile file = file(2_500);
        long id = jobs.submit(file, MemberOptions.DEFAULT, "admin");

        Job job = end(id);

        assertThat(job.state()).isEqualTo(JobState.done);
        assertThat(job.rows()).isEqualTo(2_500);
        assertThat(job.inserted()).isEqualTo(2_500);
        assertThat(job.bytes()).isEqualTo(job.bytesTotal()).isPositive();
        assertThat(jobs.list(Long.MAX_VALUE, 10)).extracting(Job::job).containsExactly(id);
        assertThat(bed.members()).hasSize(2_500);
        assertThat(jobs.rejects(id)).as("no row was rejected").isEmpty();
        Eventually.await(
                "nothing is left",
                () -> files().equals(List.of("server-id")) && bed.leftOver().isEmpty());
        assertThat(file.path()).doesNotExist();
        assertThatThrownBy(() -> jobs.get(id + 1)).isInstanceOf(WizdException.class);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("jobs"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aRestartGoesOnAtTheLastChunk() throws Exception {
        jobs.close();
        jobs = start(50);
        long id = jobs.submit(file(20_000), MemberOptions.DEFAULT, "admin");
        for (int i = 0; i < 3; i++) {
            Eventually.await("some rows are in", () -> bed.members().size() > 100);
            jobs.close();
            jobs = start(5_000);
        }

        Job job = end(id);

        assertThat(job.state()).isEqualTo(JobState.done);
        assertThat(List.of(job.rows(), job.inserted(), job.skipped())).containsExactly(20_000L, 20_000L, 0L);
        assertThat(bed.members()).hasSize(20_000);
    }

    @Test
    void cancellingStopsAtTheNextChunkAndSaysWhatWasDone() throws Exception {
        jobs.close();
        jobs = start(20);
        long id = jobs.submit(file(50_000), MemberOptions.DEFAULT, "admin");
        Eventually.await("some rows are in", () -> !bed.members().isEmpty());

        jobs.cancel(id);
        Job job = end(id);

        assertThat(job.state()).isEqualTo(JobState.cancelled);
        assertThat(job.inserted())
                .isBetween(1L, 49_999L)
                .isEqualTo(bed.members().size());
        assertThat(jobs.cancel(id).state()).isEqualTo(JobState.cancelled);
    }

    @Test
    void whatIsAllOrNoneIsCancelledWhileItIsChecked() throws Exception {
        long id = jobs.submit(file(20_000), ALL_OR_NONE, "admin");

        jobs.cancel(id);
        Job job = end(id);

        assertThat(job.state()).isEqualTo(JobState.cancelled);
        assertThat(job.inserted()).isZero();
        assertThat(bed.members()).isEmpty();
    }

    @Test
    void whatIsAllOrNoneIsNotCancelledOnceItWrites() throws Exception {
        jobs.close();
        jobs = start(100);
        long id = jobs.submit(file(20_000), ALL_OR_NONE, "admin");
        Eventually.await("some rows are in", () -> !bed.members().isEmpty());

        assertThatThrownBy(() -> jobs.cancel(id))
                .isInstanceOfSatisfying(
                        WizdException.class, e -> assertThat(e.fault().code()).isEqualTo(ErrorCode.JOB_WRITING))
                .hasMessageMatching("job " + id + " is all or none, and writes its rows: it can no longer be cancelled,"
                        + " and will be whole (in about \\d+ s|when it has ended)");
        assertThat(jobs.get(id).writing()).isTrue();
        jobs.close();
        jobs = start(100);
        Job job = end(id);

        assertThat(job.state()).isEqualTo(JobState.done);
        assertThat(job.inserted()).isEqualTo(20_000);
        assertThat(job.writing()).isFalse();
        assertThat(bed.members()).hasSize(20_000);
        assertThat(jobs.cancel(id).state()).isEqualTo(JobState.done);
        assertThatThrownBy(() -> jobs.cancel(id + 1)).hasMessageContaining("no such job");
    }

    @Test
    void aJobThatNeverEndsByADefectIsGivenUp() throws Exception {
        Sql.execute(
                server.admin(),
                "CREATE TRIGGER " + bed.main().name() + ".never BEFORE UPDATE ON "
                        + bed.main().name() + ".member_job FOR EACH ROW"
                        + " IF JSON_UNQUOTE(JSON_EXTRACT(NEW.report, '$.state')) = 'done' THEN"
                        + " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'not this'; END IF");
        long id = jobs.submit(file(2_500), MemberOptions.DEFAULT, "admin");

        Job job = end(id);

        assertThat(job.state()).isEqualTo(JobState.failed);
        assertThat(job.error())
                .isEqualTo("a defect of wizd, and not of the file, ended it after 5 tries: the line \"job " + id
                        + " met a defect\" of the server's log has more; 2,500 rows of lines 2–2,501 are in");
        assertThat(List.of(job.rows(), job.inserted())).containsOnly(2_500L);
        Eventually.await(
                "nothing of it is left",
                () -> files().equals(List.of("server-id")) && bed.leftOver().isEmpty());
    }

    @Test
    void whoReadsReportsWhileTheServerStopsIsToldThatTheJobGoesOn() throws Exception {
        List<Job> interrupted = reportsUntil(() -> Thread.currentThread().interrupt());
        List<Job> stopped = reportsUntil(jobs::stop);

        for (Job last : List.of(interrupted.getLast(), stopped.getLast())) {
            assertThat(last.state().isEnd()).isFalse();
            assertThat(last.note())
                    .isEqualTo("the server is stopping; job " + last.job() + " goes on with its next start: /api/jobs/"
                            + last.job());
        }
    }

    /** @param stop what happens at the first */
    private List<Job> reportsUntil(Runnable stop) throws IOException {
        MemberFile file = file(100_000);
        Call call = new Call(
                Message.of("member-import", Json.EMPTY_OBJECT),
                Effect.IDEMPOTENT_WRITE,
                System.nanoTime() + TimeUnit.MINUTES.toNanos(1),
                new Upload(file.path(), "text/csv", "", Files.size(file.path())),
                RequestMemory.unlimited());
        var in = new MemberImportHandler.In(null, null, null, null, null, "progress");
        var reply = (Reply.Streamed<Job>) new MemberImportHandler(jobs).handle(call, in);
        List<Job> reports = new ArrayList<>();
        reply.list().producer().produce(new ItemSink() {
            @Override
            public void item(byte[] array, int offset, int length) {
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                reports.add(Jsons.read(Json.of(Arrays.copyOfRange(array, offset, offset + length)), Job.class));
            }

            @Override
            public void flush() {
                if (reports.size() == 1) {
                    stop.run();
                }
            }
        });
        return reports;
    }

    @Test
    void theSameFileTwiceAtOnceIsInOnce() throws Exception {
        for (OnDuplicate onDuplicate : OnDuplicate.values()) {
            MemberOptions options = new MemberOptions(onDuplicate, false, false, Long.MAX_VALUE);
            long first = jobs.submit(file(8_000), options, "admin");
            long second = jobs.submit(file(8_000), options, "admin");

            Job one = end(first);
            Job two = end(second);

            assertThat(List.of(one.state(), two.state())).containsOnly(JobState.done);
            assertThat(one.rows() + two.rows()).isEqualTo(16_000);
            assertThat(one.inserted() + two.inserted()).isEqualTo(onDuplicate == OnDuplicate.UPDATE ? 8_000 : 0);
            assertThat(bed.members()).hasSize(8_000);
        }
    }

    @Test
    void anotherServerLeavesTheJobToTheOneWithItsFile() throws Exception {
        jobs.close();
        MemberJobs.Places places = bed.places();
        MemberJobs.Places elsewhere = new MemberJobs.Places(
                places.main(), places.rowsOfMain(), places.partitions(), places.rowsOfNodes(), folder.resolve("other"));
        try (MemberJobs other = started(elsewhere, 100)) {
            jobs = start(100);
            MemberFile file = file(300);
            Files.writeString(file.path(), "x,x,x,x,x\n", StandardOpenOption.APPEND);
            long id = jobs.submit(file, MemberOptions.DEFAULT, "admin");
            assertThat(other.awaitEnd(id, System.nanoTime() + TimeUnit.MINUTES.toNanos(1))
                            .inserted())
                    .isEqualTo(300);
            assertThat(other.rejects(id)).isEmpty();
            assertThat(jobs.rejects(id)).isPresent();
        }
    }

    @Test
    void whoWaitsIsToldOfEachChange() throws Exception {
        long id = jobs.submit(file(5_000), MemberOptions.DEFAULT, "admin");
        long change = 0;
        Job job = jobs.get(id);
        while (!job.state().isEnd()) {
            job = jobs.awaitChange(id, change, System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
            assertThat(job.change()).isGreaterThan(change);
            change = job.change();
        }
        assertThat(job.state()).isEqualTo(JobState.done);
    }
}
