package io.wizd.handlers.members.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wizd.db.testing.Eventually;
import io.wizd.db.testing.TestMariaDb;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs whose files go to {@code /dev/full}, where no byte can be written: the disk is full. */
@SuppressWarnings("NullAway.Init") // the fields are set before each test
class JobDiskFullTest {
    private static final Path FULL = Path.of("/dev/full");
    private static final String HEADER = "first_name,last_name,phone_number,client_member_id,account_id\n";
    private static final int GOOD = 250;

    @TempDir
    Path folder;

    private BatchBed bed;
    private MemberJobs jobs;

    @BeforeEach
    void open() throws Exception {
        bed = new BatchBed(TestMariaDb.server(), folder);
        jobs = new MemberJobs(bed.places(), BatchBed.limits(100), Duration.ofSeconds(20));
        jobs.start();
    }

    @AfterEach
    void close() {
        jobs.close();
        bed.close();
    }

    private MemberFile file(int bad) throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        for (int i = 1; i <= GOOD; i++) {
            text.append("Ann,Abel,49301,").append(i).append(",7\n");
        }
        text.append("Ann,Abel,no phone,1,7\n".repeat(bad));
        Path file = Files.writeString(folder.resolve("sent"), text);
        return new MemberFile(file, "text/csv", "", "a.csv");
    }

    private Job done(long id) throws InterruptedException {
        return jobs.awaitEnd(id, System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
    }

    private List<String> kept() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("jobs"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10_000})
    void aJobWhoseRejectedRowsCannotBeKeptSaysSo(int bad) throws Exception {
        long before =
                jobs.submit(file(0), new MemberOptions(MemberOptions.DEFAULT.onDuplicate(), false, true, 0), "ann");
        done(before);
        Path rejects = folder.resolve("jobs").resolve((before + 1) + ".rejects.csv");
        Files.createSymbolicLink(rejects, FULL);

        long id = jobs.submit(file(bad), MemberOptions.DEFAULT, "ann");
        Job job = done(id);

        assertThat(id).as("else the test is wrong").isEqualTo(before + 1);
        assertThat(job.state()).isEqualTo(JobState.failed);
        assertThat(job.error()).contains("the disk of the server is full", "make room there, and send the file again");
        assertThat(job.rows()).isEqualTo(job.inserted() + job.rejected());
        assertThat(bed.members()).hasSize((int) job.inserted()).isNotEmpty();
        Eventually.await(
                "nothing of it is left",
                () -> kept().equals(List.of("server-id")) && bed.leftOver().isEmpty());
        assertThat(jobs.rejects(id)).isEmpty();
        assertThat(FULL).as("what is no file of ours").exists();

        Job again = done(jobs.submit(file(bad), MemberOptions.DEFAULT, "ann"));
        assertThat(again.state()).isEqualTo(JobState.done);
        assertThat(List.of(again.inserted(), again.skipped(), again.rejected()))
                .containsExactly(GOOD - job.inserted(), job.inserted(), (long) bad);
    }

    @Test
    void aFileThatCannotBeKeptIsNoJob() throws Exception {
        long before = jobs.submit(file(0), MemberOptions.DEFAULT, "ann");
        done(before);
        Files.createDirectory(folder.resolve("jobs").resolve((before + 1) + ".file"));

        assertThatExceptionOfType(WizdException.class)
                .isThrownBy(() -> jobs.submit(file(0), MemberOptions.DEFAULT, "ann"))
                .satisfies(e -> assertThat(e.fault().code()).isEqualTo(ErrorCode.INSUFFICIENT_STORAGE))
                .withMessageContaining("disk is full, or fails");

        assertThat(jobs.list(Long.MAX_VALUE, 10)).extracting(Job::job).containsExactly(before);
    }
}
