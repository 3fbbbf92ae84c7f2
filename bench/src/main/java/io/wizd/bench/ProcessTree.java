package io.wizd.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the kernel counts of a process and all that it started. Any thread. */
public final class ProcessTree {
    private static final String PEAK_RSS = "VmHWM:";

    /** See proc(5), clear_refs: the peak becomes what is held now. */
    private static final String RESET_PEAK_RSS = "5";

    private final Supplier<Stream<ProcessHandle>> processes;

    ProcessTree(ProcessHandle root) {
        this(() -> Stream.concat(Stream.of(root), root.descendants()));
    }

    private ProcessTree(Supplier<Stream<ProcessHandle>> processes) {
        this.processes = processes;
    }

    /** These processes, and nothing that they started. */
    public static ProcessTree only(List<ProcessHandle> processes) {
        return new ProcessTree(processes::stream);
    }

    /** User and system time so far, in steps of 10 ms. */
    public double cpuSeconds() {
        return processes
                .get()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .mapToDouble(time -> time.toNanos() / 1e9)
                .sum();
    }

    /** From now on the peak is that of what follows. */
    public void resetPeakRss() {
        for (Path folder : folders()) {
            try {
                Files.writeString(folder.resolve("clear_refs"), RESET_PEAK_RSS);
            } catch (IOException e) {
                throwUnlessEnded(folder, e);
            }
        }
    }

    /** The sum of the peaks of all; pages that several share count several times. */
    public double peakRssMiB() {
        double sum = 0;
        for (Path folder : folders()) {
            try {
                sum += peakRssMiB(Files.readString(folder.resolve("status")));
            } catch (IOException e) {
                throwUnlessEnded(folder, e);
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

    /** A process that has ended counts no longer; for a moment its folder may still be there, and not be read. */
    private static void throwUnlessEnded(Path folder, IOException e) {
        boolean ended = ProcessHandle.of(Long.parseLong(folder.getFileName().toString()))
                .filter(ProcessHandle::isAlive)
                .isEmpty();
        if (!ended) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> folders() {
        return processes
                .get()
                .map(process -> Path.of("/proc", Long.toString(process.pid())))
                .toList();
    }
}
