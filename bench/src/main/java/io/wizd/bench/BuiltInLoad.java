package io.wizd.bench;

import io.wizd.client.load.LoadGenerator;
import io.wizd.client.load.LoadPlan;
import io.wizd.client.load.RequestTemplate;
import java.io.IOException;
import java.net.InetSocketAddress;

/** The load generator of {@code bin/wiz load}, in this process, with one event loop for all connections. */
final class BuiltInLoad implements LoadTool {
    @Override
    public String name() {
        return "built in";
    }

    @Override
    public LoadFigures run(InetSocketAddress target, Workload workload, int connections, int durationMs) {
        RequestTemplate template;
        int inFlight;
        switch (workload) {
            case Workload.Http http -> {
                template = http.template();
                inFlight = 1;
            }
            case Workload.Tcp tcp -> {
                template = tcp.template();
                inFlight = tcp.inFlight();
            }
        }
        LoadPlan plan = new LoadPlan(
                target, template, LoadPlan.Pressure.of(connections, inFlight), new LoadPlan.Period(0, durationMs));
        try {
            return LoadFigures.of(LoadGenerator.run(plan));
        } catch (IOException e) {
            throw new BenchException("no server at " + target + " any more", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }
}
