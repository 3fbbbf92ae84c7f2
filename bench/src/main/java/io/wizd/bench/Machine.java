package io.wizd.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Where and when it was measured. Static, any thread. */
public final class Machine {
    private static final String UNKNOWN = "unknown";

    private Machine() {}

    /** Date, processor, cores, memory, kernel and JVM, in one line. */
    public static String describe() {
        return String.join(
                ", ",
                OffsetDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'")),
                valueOf(read("/proc/cpuinfo"), "model name"),
                Runtime.getRuntime().availableProcessors() + " cores",
                gibibytes(valueOf(read("/proc/meminfo"), "MemTotal")),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                "JVM " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
    }

    /** What is measured, in one line: a wizd of this checkout with this heap, and how busy the machine was before. */
    public static String describeWizd(String heap, double loadBefore) {
        return "wizd %s with -Xmx%s and its embedded database; load average before: %.1f"
                .formatted(wizdVersion(Path.of(System.getProperty("wizd.home", "."))), heap, loadBefore);
    }

    /** Programs that run or want to, as a mean of the last minute; a quiet machine has next to 0. */
    public static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** The commit that is measured; {@code -dirty} where files were changed since. */
    public static String wizdVersion(Path checkout) {
        try {
            Process git = new ProcessBuilder("git", "-C", checkout.toString(), "describe", "--always", "--dirty")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String version = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return version.isEmpty() ? UNKNOWN : version;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /** The value of the first line {@code name : value}. */
    static String valueOf(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** Of {@code 24595144 kB}. */
    static String gibibytes(String kibibytes) {
        int space = kibibytes.indexOf(' ');
        return space < 0 ? UNKNOWN : "%.0f GiB".formatted(Long.parseLong(kibibytes.substring(0, space)) / 1048576.0);
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            return "";
        }
    }
}
