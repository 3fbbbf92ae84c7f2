package io.wizd.bench;

import java.net.InetSocketAddress;

/** A server in a process of its own, under the load of a {@link LoadTool}. */
record ServerContender(
        String name, ProcessHandle process, InetSocketAddress address, Workload workload, LoadSettings settings)
        implements Contender {
    /** What both sides of a case have in common. */
    record LoadSettings(LoadTool tool, int connections) {}

    @Override
    public LoadFigures load(int durationMs) {
        return settings.tool().run(address, workload, settings.connections(), durationMs);
    }
}
