package io.wizd.handlers.members.batch;

import io.wizd.db.Database;
import io.wizd.db.Procedure;
import io.wizd.db.Request;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.WizdException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The jobs, as main keeps them. For virtual threads and those of the jobs: it waits for the database. */
public final class JobStore {
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final Procedure<Json> MEMBER_JOB_ADD = Procedure.single("member_job_add", Json.class);
    private static final Procedure<Cancel> MEMBER_JOB_CANCEL = Procedure.single("member_job_cancel", Cancel.class);
    private static final Procedure<Found> MEMBER_JOB_GET = Procedure.of("member_job_get", Found.class);
    private static final Procedure<Jobs> MEMBER_JOB_LIST = Procedure.single("member_job_list", Jobs.class);
    private static final Procedure<Saved> MEMBER_JOB_SAVE = Procedure.single("member_job_save", Saved.class);
    private static final Procedure<Ids> MEMBER_JOB_UNFINISHED = Procedure.single("member_job_unfinished", Ids.class);

    private final Database main;

    public JobStore(Database main) {
        this.main = main;
    }

    private record Id(long id) {}

    private record Added(long id, String server, JobSpec spec, Job report) {}

    private record Before(long before, int limit) {}

    private record Save(long id, boolean ended, Job report) {}

    private record OfServer(String server) {}

    private record Found(List<Kept> jobs) {}

    private record Jobs(List<Job> jobs) {}

    private record Saved(boolean cancelled) {}

    private record Cancel(boolean cancelled) {}

    private record Ids(List<Long> ids) {}

    /**
     * One job, whole.
     *
     * @param server the data directory that has its file
     */
    record Kept(String server, boolean cancelled, boolean ended, JobSpec spec, Job report) {}

    /**
     * Its state, at most a second ago.
     *
     * @throws WizdException NOT_FOUND
     */
    public Job get(long id) {
        return find(id).map(Kept::report).orElseThrow(() -> noSuchJob(id));
    }

    /** At most so many jobs with a number below {@code before}, the greatest first. */
    public List<Job> list(long before, int limit) {
        return main.call(MEMBER_JOB_LIST, read(new Before(before, limit))).await().jobs().stream()
                .sorted(Comparator.comparingLong(Job::job).reversed())
                .toList();
    }

    /**
     * Has a job end within a second or its present chunk. One that has ended stays as it is.
     *
     * @return false if it has ended, or writes rows that are all or none, or is not there
     */
    boolean cancel(long id) {
        return main.call(MEMBER_JOB_CANCEL, write(new Id(id))).await().cancelled();
    }

    Optional<Kept> find(long id) {
        return main.call(MEMBER_JOB_GET, read(new Id(id))).await().jobs().stream()
                .findFirst();
    }

    void add(long id, String server, JobSpec spec, Job report) {
        main.call(MEMBER_JOB_ADD, write(new Added(id, server, spec, report))).awaitJson();
    }

    /** @return whether somebody wants it to end */
    boolean save(Job report) {
        Save save = new Save(report.job(), report.state().isEnd(), report);
        return main.call(MEMBER_JOB_SAVE, report.job(), write(save)).await().cancelled();
    }

    List<Long> unfinished(String server) {
        return main.call(MEMBER_JOB_UNFINISHED, read(new OfServer(server)))
                .await()
                .ids();
    }

    static WizdException noSuchJob(long id) {
        return WizdException.of(ErrorCode.NOT_FOUND, "no such job: " + id);
    }

    private static Request read(Object body) {
        return new Request(Jsons.write(body), Effect.READ, System.nanoTime() + TIMEOUT_NANOS);
    }

    private static Request write(Object body) {
        return new Request(Jsons.write(body), Effect.IDEMPOTENT_WRITE, System.nanoTime() + TIMEOUT_NANOS);
    }
}
