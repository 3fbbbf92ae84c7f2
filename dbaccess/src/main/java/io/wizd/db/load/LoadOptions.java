package io.wizd.db.load;

import io.wizd.db.input.OnDuplicate;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How the rows are read, and what happens to the difficult ones. */
final class LoadOptions {

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "csv, json (objects or arrays of objects) or ndjson (one object a line); found by looking")
    Optional<Format> format = Optional.empty();

    @Option(
            names = "--null",
            paramLabel = "TEXT",
            description = "CSV field that means NULL; an empty field is '' in a text column and no value in any other")
    Optional<String> nullText = Optional.empty();

    @Option(
            names = "--on-duplicate",
            paramLabel = "error|skip|update",
            converter = OnDuplicateWord.class,
            description =
                    "a row whose primary or unique key is there: bad row (default), left out, or its named columns"
                            + " replace those of the row that is there")
    OnDuplicate onDuplicate = OnDuplicate.ERROR;

    @Option(
            names = "--skip-bad",
            description = "load the good rows; the bad ones go to a file that can be corrected and loaded")
    boolean skipBad;

    @Option(
            names = "--bad-file",
            paramLabel = "FILE",
            description = "that file (default: NAME.bad.csv or NAME.bad.ndjson beside FILE)")
    Optional<Path> badFile = Optional.empty();

    @Option(names = "--dry-run", description = "check everything and say what would be done; change nothing")
    boolean dryRun;

    @Option(names = "--truncate", description = "delete all rows of the table first; asks")
    boolean truncate;

    @Option(names = "--yes", description = "do not ask")
    boolean yes;

    @Option(names = "--resume", description = "go on where an earlier load of FILE into TABLE stopped")
    boolean resume;

    @Option(
            names = "--from-row",
            paramLabel = "N",
            description = "begin at row N (1 is the first), whatever an earlier load did")
    Optional<Long> fromRow = Optional.empty();

    /** {@code fail} is what {@code error} was called before. */
    private static final class OnDuplicateWord implements ITypeConverter<OnDuplicate> {
        @Override
        public OnDuplicate convert(String word) {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "error", "fail" -> OnDuplicate.ERROR;
                case "skip" -> OnDuplicate.SKIP;
                case "update" -> OnDuplicate.UPDATE;
                default -> throw new TypeConversionException("expected error, skip or update, but was '" + word + "'");
            };
        }
    }

    /** Refuses what makes no sense together. */
    void check() throws LoadException {
        if (resume && truncate) {
            throw usage("--resume goes on with the rows that are there, --truncate deletes them: give one of them");
        } else if (resume && fromRow.isPresent()) {
            throw usage("--resume and --from-row both say where to begin: give one of them");
        } else if (fromRow.orElse(1L) < 1) {
            throw usage("--from-row: the first row is 1");
        } else if (badFile.isPresent() && !skipBad) {
            throw usage("--bad-file has a meaning only with --skip-bad");
        }
    }

    private static LoadException usage(String message) {
        return new LoadException(ExitStatus.USAGE, message);
    }
}
