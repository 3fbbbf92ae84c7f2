package io.wizd.handlers.members.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.db.Database;
import io.wizd.db.testing.Door;
import io.wizd.db.testing.Eventually;
import io.wizd.db.testing.Heard;
import io.wizd.db.testing.Sql;
import io.wizd.db.testing.TestMariaDb;
import io.wizd.event.JobEvent.JobsNotQueued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of a server that starts while main is away. */
class JobsWithoutMainTest {
    private static final int ROWS = 20_000;

    @TempDir
    Path folder;

    @Test
    void whatWasKeptAndNotQueuedIsDoneWhenMainIsBack() throws Exception {
        try (BatchBed bed = new BatchBed(TestMariaDb.server(), folder);
                Door door = new Door(bed.main().app())) {
            MemberJobs.Places places = bed.places();
            long id = keptAndNotQueued(bed);
            door.shut();
            try (Database main =
                            new Database("main", door.through(bed.main().app()), 2, 1_000, new SimpleMeterRegistry());
                    Heard<JobsNotQueued> notQueued = Heard.of(JobsNotQueued.class);
                    MemberJobs jobs = jobs(new MemberJobs.Places(
                            main,
                            door.through(bed.main().loader()),
                            places.partitions(),
                            places.rowsOfNodes(),
                            places.folder()))) {
                jobs.start();
                assertThat(notQueued.texts()).isNotEmpty();

                door.open();

                Eventually.await("main is back", () -> !main.isAway());
                Job job = jobs.awaitEnd(id, System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
                assertThat(job.state()).isEqualTo(JobState.done);
                assertThat(bed.members()).hasSize(ROWS);
            }
        }
    }

    private static MemberJobs jobs(MemberJobs.Places places) {
        return new MemberJobs(places, BatchBed.limits(100), Duration.ofSeconds(20));
    }

    /** As a server leaves it that died between the two. */
    private long keptAndNotQueued(BatchBed bed) throws Exception {
        long id;
        try (MemberJobs before = jobs(bed.places())) {
            before.start();
            id = before.submit(file(), MemberOptions.DEFAULT, "admin");
        }
        Sql.execute(bed.main().owner(), "DELETE FROM scheduled_tasks");
        assertThat(bed.members()).hasSizeLessThan(ROWS);
        return id;
    }

    private MemberFile file() throws IOException {
        Path file = folder.resolve("sent");
        String rows = IntStream.rangeClosed(1, ROWS)
                .mapToObj(number -> "Ann,Abel,49301," + number + "," + (1 + number % 10) + "\n")
                .collect(Collectors.joining());
        Files.writeString(file, "first_name,last_name,phone_number,client_member_id,account_id\n" + rows);
        return new MemberFile(file, "text/csv", "", "a.csv");
    }
}
