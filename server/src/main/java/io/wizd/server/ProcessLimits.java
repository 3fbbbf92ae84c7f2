package io.wizd.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the operating system and the JVM's options let a process have.
 *
 * @param heapBytes the heap may grow to
 * @param files that it may have open, sockets among them
 */
public record ProcessLimits(long heapBytes, long files) {

    /** Those of this process; where the operating system tells no number of files, there is no limit. */
    public static ProcessLimits ofThisProcess() {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : 0;
        return new ProcessLimits(Runtime.getRuntime().maxMemory(), files > 0 ? files : Long.MAX_VALUE);
    }
}
