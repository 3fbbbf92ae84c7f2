package io.wizd.client.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An import as the server tells it. rows = inserted + updated + skipped + rejected, and where it was all or none and none is
 * in, those that were good; repeated is counted in one of these too.
 *
 * @param number what {@code wiz jobs} calls it
 * @param state queued, running, done, failed or cancelled
 * @param error why it failed
 * @param bytes of the file, as it was sent, that were seen to
 * @param begun when its file was taken, ISO 8601; absent if the server does not tell
 * @param timeLeftMs at this pace; absent if that cannot be told
 * @param file what its sender calls it; empty if nobody said
 * @param writing rows that are all or none are being written; before, they are checked
 * @param note why the server reports no more though it has not ended
 */
record JobStatus(
        @JsonProperty("job") long number,
        String state,
        @Nullable String error,
        long rows,
        long inserted,
        long updated,
        long skipped,
        long rejected,
        long repeated,
        List<String> unknownColumns,
        List<String> ignoredColumns,
        List<Reject> rejects,
        long bytes,
        long bytesTotal,
        @Nullable String begun,
        long elapsedMs,
        long rowsPerSecond,
        @Nullable Long timeLeftMs,
        String file,
        boolean atomic,
        boolean dryRun,
        boolean writing,
        @Nullable String note) {
    private static final Set<String> END_STATES = Set.of("done", "failed", "cancelled");

    /** A row that is not a member. */
    record Reject(
            long line,
            @Nullable String column,
            @Nullable String value,
            @Nullable String reason) {}

    /** A server leaves out what it does not know yet. */
    JobStatus {
        state = state == null ? "" : state;
        file = file == null ? "" : file;
        unknownColumns = unknownColumns == null ? List.of() : unknownColumns;
        ignoredColumns = ignoredColumns == null ? List.of() : ignoredColumns;
        rejects = rejects == null ? List.of() : rejects;
    }

    /** Whether its rows are looked at for the first time, and none is in. */
    boolean isChecking() {
        return atomic && !writing && !dryRun;
    }

    /** Whether the rejected rows alone are missing at its end. */
    boolean isInButForItsRejects() {
        return !dryRun && (state.equals("done") || !hasEnded());
    }

    /** Whether none of its rows made a member, or changed one. */
    boolean nothingIsIn() {
        return dryRun || inserted + updated + skipped == 0;
    }

    boolean hasEnded() {
        return END_STATES.contains(state);
    }

    /** What the import of it ends with. */
    int exitStatus() {
        return switch (state) {
            case "done" -> rejected == 0 ? Exit.OK : Exit.BAD_DATA;
            case "failed" -> Exit.BAD_DATA;
            default -> Exit.FAILED;
        };
    }
}
