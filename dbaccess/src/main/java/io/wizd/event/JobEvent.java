package io.wizd.event;

import java.nio.file.Path;
import org.slf4j.event.Level;

/** About the jobs that import files of members. */
public sealed interface JobEvent extends Event {

    /** What became of the rows. */
    record Rows(long all, long inserted, long updated, long skipped, long rejected) {
        @Override
        public String toString() {
            return all + (all == 1 ? " row, " : " rows, ") + inserted + " inserted, " + updated + " updated, " + skipped
                    + " skipped, " + rejected + " rejected";
        }
    }

    @Line(level = Level.INFO, text = "job {job} of {by} is done: {rows} in {elapsedMs} ms")
    record JobDone(long job, String by, Rows rows, long elapsedMs) implements JobEvent {}

    @Line(
            level = Level.INFO,
            text = "job {job} of {by} failed: {rows} in {elapsedMs} ms: {why}",
            remedy = "nothing; whoever sent the file sees why (`bin/wiz jobs`)")
    record JobFailed(long job, String by, Rows rows, long elapsedMs, String why) implements JobEvent {}

    @Line(level = Level.INFO, text = "job {job} of {by} is cancelled: {rows} in {elapsedMs} ms")
    record JobCancelled(long job, String by, Rows rows, long elapsedMs) implements JobEvent {}

    @Line(level = Level.INFO, text = "job {job} was done before it could be cancelled")
    record JobCancelledTooLate(long job) implements JobEvent {}

    @Line(
            level = Level.WARN,
            text = "job {job} cannot go on, because of a database",
            remedy = "read the stack trace: a partition is away, or lacks `local_infile`; then the file is sent again")
    record JobDatabaseFailed(long job, Throwable thrown) implements JobEvent {}

    @Line(
            level = Level.ERROR,
            text = "job {job} cannot go on: {problem} ({why})",
            remedy = "make room on the disk of the data directory; then the file is sent again")
    record JobDiskFull(long job, String problem, String why) implements JobEvent {}

    @Line(
            level = Level.WARN,
            text = "job {job} cannot go on, because its file cannot be read",
            remedy = "see whether the disk of the data directory works; then the file is sent again")
    record JobFileUnreadable(long job, Throwable thrown) implements JobEvent {}

    @Line(
            level = Level.WARN,
            text = "job {job} met a defect of wizd, and is tried again in {pauseMs} ms: {why}",
            remedy = "if it is given up later, report that")
    record JobTriedAgain(long job, long pauseMs, String why) implements JobEvent {}

    @Line(
            level = Level.ERROR,
            text = "job {job} met a defect of wizd again (times: {times}) and is given up; its file is deleted",
            remedy = "a defect of wizd: report it with the stack trace")
    record JobGivenUp(long job, int times, Throwable thrown) implements JobEvent {}

    @Line(
            level = Level.ERROR,
            text = "job {job} waits for the next start, because what it is to do cannot be read",
            remedy = "a defect of wizd: report it with the stack trace")
    record JobUnreadable(long job, Throwable thrown) implements JobEvent {}

    @Line(
            level = Level.WARN,
            text = "job {job} is given up, but something of it is left: {why}",
            remedy = "delete its files in `member-jobs/` while wizd is stopped")
    record JobLeftovers(long job, String why) implements JobEvent {}

    @Line(
            level = Level.WARN,
            text = "job {job} has ended, and its report is kept without texts: {why}",
            remedy = "a defect of wizd: report it")
    record JobReportShortened(long job, String why) implements JobEvent {}

    @Line(
            level = Level.WARN,
            text = "jobs that were not queued wait until main is back: {why}",
            remedy = "see why `main` does not answer")
    record JobsNotQueued(String why) implements JobEvent {}

    @Line(
            level = Level.WARN,
            text = "job {job} cannot be queued, and its file is deleted: {why}",
            remedy = "see why `main` does not answer; the client was told to send the file again")
    record JobNotQueued(long job, String why) implements JobEvent {}

    @Line(
            level = Level.ERROR,
            text = "the file of job {job} cannot be kept: {why}",
            remedy = "make room on the disk of the data directory, or see why it fails")
    record JobFileNotKept(long job, String why) implements JobEvent {}

    @Line(
            level = Level.WARN,
            text = "cannot delete {file}: {why}",
            remedy = "see whether the disk of the data directory works; delete the file")
    record JobFileNotDeleted(Path file, String why) implements JobEvent {}
}
