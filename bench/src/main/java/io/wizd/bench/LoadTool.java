package io.wizd.bench;

import java.net.InetSocketAddress;

/** What sends the requests. */
public interface LoadTool {
    /** Its name above the table. */
    String name();

    /** Puts load on a server, and returns when it is over. */
    LoadFigures run(InetSocketAddress target, Workload workload, int connections, int durationMs);
}
