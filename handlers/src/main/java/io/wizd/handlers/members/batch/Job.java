package io.wizd.handlers.members.batch;

import io.wizd.handlers.spec.Doc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job as clients see it. rows = inserted + updated + skipped + rejected; where it is all or none, also those that were found
 * good and are not in.
 */
public record Job(
        @Doc("Its number") long job,

        @Doc("queued, running, done, failed or cancelled") JobState state,

        @Doc("Why it failed") @Nullable String error,
        @Doc("Rows that were seen to so far") long rows,
        @Doc("Members that are new") long inserted,

        @Doc("Rows that made a member that was there another")
        long updated,

        @Doc("Rows whose member was there as they are, and with on_duplicate=skip all whose member was there")
        long skipped,

        @Doc("Rows that did not become members, and with on_duplicate=error those whose member was there")
        long rejected,

        @Doc(
                "Rows, counted above too, whose key a row before has; exact when the job has ended, before at least so many")
        long repeated,

        @Doc("Columns that no member has; they were left out")
        List<String> unknownColumns,

        @Doc("Columns that were left out because the server makes them")
        List<String> ignoredColumns,

        @Doc("The first 20 rejected rows") List<Reject> rejects,

        @Doc("Bytes of the file, as it was sent, whose rows were seen to")
        long bytes,

        @Doc("Size of the file as it was sent, bytes") long bytesTotal,

        @Doc("When its file was taken, ISO 8601; absent for one of a version that did not keep that") @Nullable
        String begun,

        @Doc("Time since it was begun, ms") long elapsedMs,

        @Doc("Rows a second, since the last start of the server")
        long rowsPerSecond,

        @Doc("Time that is left at this pace, ms; absent where it is not under way") @Nullable
        Long timeLeftMs,

        @Doc("What the sender calls the file; absent where nobody said") @Nullable
        String file,

        @Doc("update, skip or error") String onDuplicate,
        @Doc("All rows or none") boolean atomic,

        @Doc("Nothing is written; the counts are those that there would be")
        boolean dryRun,

        @Doc("Rows that are all or none are being written: it cannot be cancelled any more")
        boolean writing,

        @Doc("The host whose wizd has the file, and so does the job")
        String server,

        @Doc("What else there is to know, at the end of a list of reports that ends before the job") @Nullable
        String note,

        @Doc("Grows with every change of this reply") long change) {

    /** Rows that are told in a reply; the file of rejected rows has all. */
    static final int MAX_REJECTS = 20;

    /** The same with a note. */
    public Job withNote(String text) {
        return new Job(
                job,
                state,
                error,
                rows,
                inserted,
                updated,
                skipped,
                rejected,
                repeated,
                unknownColumns,
                ignoredColumns,
                rejects,
                bytes,
                bytesTotal,
                begun,
                elapsedMs,
                rowsPerSecond,
                timeLeftMs,
                file,
                onDuplicate,
                atomic,
                dryRun,
                writing,
                server,
                text,
                change);
    }
}
