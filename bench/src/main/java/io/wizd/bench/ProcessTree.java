package io.wizd.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel counts of a process and all that it started. Any thread. */
final class ProcessTree {
    private static final String PEAK_RSS = "VmHWM:";

    /** See proc(5), clear_refs: the peak becomes what is held now. */
    private static final String RESET_PEAK_RSS = "5";

    private final ProcessHandle root;

    ProcessTree(ProcessHandle root) {
        this.root = root;
    }

    /** User and system time so far, in steps of 10 ms. */
    double cpuSeconds() {
        return processes()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .mapToDouble(time -> time.toNanos() / 1e9)
                .sum();
    }

    /** From now on the peak is that of what follows. */
    void resetPeakRss() {
        for (Path folder : folders()) {
            try {
                Files.writeString(folder.resolve("clear_refs"), RESET_PEAK_RSS);
            } catch (NoSuchFileException ended) {
                // It counts no longer.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The sum of the peaks of all; pages that several share count several times. */
    double peakRssMiB() {
        double sum = 0;
        for (Path folder : folders()) {
            try {
                sum += peakRssMiB(Files.readString(folder.resolve("status")));
            } catch (NoSuchFileException ended) {
                // It holds nothing any more.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return sum;
    }

    /** From the text of {@code /proc/PID/status}; 0 for a process that has no memory of its own. */
    static double peakRssMiB(String status) {
        return status.lines()
                .filter(line -> line.startsWith(PEAK_RSS))
                .mapToDouble(line -> Long.parseLong(line.substring(PEAK_RSS.length(), line.length() - " kB".length())
                                .strip())
                        / 1024.0)
                .findFirst()
                .orElse(0);
    }

    private List<Path> folders() {
        return processes()
                .map(process -> Path.of("/proc", Long.toString(process.pid())))
                .toList();
    }

    private Stream<ProcessHandle> processes() {
        return Stream.concat(Stream.of(root), root.descendants());
    }
}
