package io.wizd.db.load;

import java.io.IOException;
import java.util.List;

/** The first pass: every row is read and checked against the catalogue before the first one is written. */
final class InputCheck {

    /** How many rows there are, what is wrong with them, and the header of CSV. */
    record Checked(long rows, FaultLog faults, List<String> header) {}

    private static final int MIB = 1024 * 1024;

    private final LoadJob job;
    private final Screen screen;
    private final Interrupt interrupt;

    InputCheck(LoadJob job, Screen screen, Interrupt interrupt) {
        this.job = job;
        this.screen = screen;
        this.interrupt = interrupt;
    }

    /** @throws LoadException if the header is wrong, or the input is broken in a way that --skip-bad cannot skip */
    Checked run() throws LoadException, IOException {
        RowConverter converter = job.converter();
        FaultLog faults = new FaultLog();
        long totalMiB = Math.max(1, job.input().sizeBytes() / MIB);
        try (PositionedStream bytes = job.input().stream();
                RowReader reader = job.read(bytes);
                LoadProgress progress = LoadProgress.open(screen, "check", totalMiB, "MiB")) {
            checkHeader(converter, reader.columns());
            while (reader.advance()) {
                if (interrupt.requested()) {
                    throw new LoadException(ExitStatus.TEMPORARY, "stopped while checking; nothing was loaded");
                }
                if (converter.convert(reader.row()) instanceof Converted.Bad bad) {
                    faults.add(bad.faults());
                }
                progress.at(Math.min(totalMiB, bytes.positionByte() / MIB));
            }
            return new Checked(reader.row().number(), faults, reader.columns());
        }
    }

    private void checkHeader(RowConverter converter, List<String> header) throws LoadException {
        List<RowFault> faults = converter.checkHeader(header);
        if (!faults.isEmpty()) {
            FaultLog log = new FaultLog();
            log.add(faults);
            log.lines(job.input().name()).forEach(screen.err()::println);
            throw new LoadException(
                    ExitStatus.DATA, "the header does not fit " + job.table().name() + "; nothing was loaded");
        }
    }
}
