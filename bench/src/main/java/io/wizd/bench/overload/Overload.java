package io.wizd.bench.overload;

import io.wizd.bench.WizdProcess;
import io.wizd.client.load.LatencyHistogram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Ordinary clients beside the attackers of each class, then of all, and alone before and after each. One thread. */
final class Overload implements AutoCloseable {
    /** Instead of a class, when all attack. */
    static final String ALL = "all";

    private static final long READ_BACK_TIMEOUT_MS = 60_000;
    private static final int CALM_SAMPLE_MS = 250;
    private static final double CALM_CPU_SECONDS = 0.05;
    private static final int SMALL_VALUE_BYTES = 100;
    private static final int MOST_WARM_UPS = 12;

    /** What counts as quicker than before. */
    private static final double QUICKER = 1.03;

    /** So many parts of the warm-up in succession that were no quicker: one alone may have been disturbed. */
    private static final int WARM = 3;

    private final OverloadPlan plan;
    private final Consumer<String> progress;
    private final WizdProcess server;
    private final OrdinaryClients clients;
    private final LivenessProbe probe;
    private final LoopThread attackers = new LoopThread("attackers");
    private final Attacks attacks;

    /**
     * Starts the server with its data, and the clients.
     *
     * @param folder is empty, and may be deleted afterwards
     * @param progress is told each phase, in a line
     */
    Overload(OverloadPlan plan, Path folder, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
        this.server = new WizdProcess(folder, plan.heap());
        this.clients = new OrdinaryClients(
                server::address,
                IntStream.range(0, plan.clients())
                        .<Supplier<Speech>>mapToObj(i -> i % 2 == 0 ? HttpSpeech::new : MessageSpeech::new)
                        .toList());
        this.probe = new LivenessProbe(server::address);
        this.attacks = new Attacks(plan.size(), folder, server.adminPassword());
    }

    /** All phases. */
    List<PhaseFigures> run() {
        server.put(keys(Attacks.SMALL_KEY, Attacks.SMALL_KEYS), RequestBytes.jsonText(SMALL_VALUE_BYTES));
        server.put(List.of(Attacks.BIG_KEY), RequestBytes.jsonText(plan.size().bigBytes()));
        server.put(
                keys(Attacks.HUGE_KEY, Attacks.HUGE_KEYS),
                RequestBytes.jsonText(plan.size().hugeBytes()));
        warmUp();
        List<PhaseFigures> phases = new ArrayList<>();
        phases.add(alone());
        double bearable = Math.max(1, phases.getFirst().goodput());
        for (AttackClass attackClass : plan.classes()) {
            phases.add(attacked(attackClass.label(), attackClass.label(), attacks.of(attackClass, bearable)));
            phases.add(alone());
        }
        if (plan.classes().size() > 1) {
            List<Traffic> all = plan.classes().stream()
                    .flatMap(attackClass -> attacks.of(attackClass, bearable).stream())
                    .toList();
            phases.add(attacked("all at once", ALL, all));
            phases.add(alone());
        }
        return phases;
    }

    private PhaseFigures alone() {
        return phase("alone", "", List.of(), plan.aloneMs());
    }

    private PhaseFigures attacked(String name, String attackClass, List<Traffic> traffic) {
        return phase(name, attackClass, traffic, plan.phaseMs());
    }

    private static List<String> keys(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(n -> prefix + n).toList();
    }

    /** Load that is not counted, until the server gets no quicker by it: on few processors the compiler of the JVM takes minutes. */
    private void warmUp() {
        long best = 0;
        int noQuicker = 0;
        for (int tried = 0; tried < MOST_WARM_UPS && noQuicker < WARM; tried++) {
            ClientTally tally = clients.begin();
            Pause.ms(plan.aloneMs());
            clients.rest();
            noQuicker = tally.good() > best * QUICKER ? 0 : noQuicker + 1;
            best = Math.max(best, tally.good());
        }
    }

    private PhaseFigures phase(String name, String attackClass, List<Traffic> traffic, int phaseMs) {
        calm();
        long begunNanos = System.nanoTime();
        PhaseFigures.BenchUsage before = benchUsage();
        probe.begin();
        ClientTally tally = clients.begin();
        PhaseFigures figures;
        Attack attack = new Attack(attackers, server.address(), traffic);
        try (ServerUsage usage = new ServerUsage(server.handle())) {
            Pause.until(() -> !server.isAlive(), phaseMs);
            LatencyHistogram live = probe.end();
            double seconds = Math.max(phaseMs / 1e3, (System.nanoTime() - begunNanos) / 1e9);
            ServerUsage.Figures used = usage.figures();
            PhaseFigures.BenchUsage bench = benchUsage().since(before);
            attack.end();
            clients.rest();
            figures = new PhaseFigures(
                    name,
                    attackClass,
                    seconds,
                    tally,
                    live,
                    used,
                    bench,
                    traffic.isEmpty() ? "" : attack.tally().toString(),
                    aftermath());
        }
        progress.accept(OverloadReport.line(figures));
        return figures;
    }

    private PhaseFigures.BenchUsage benchUsage() {
        return new PhaseFigures.BenchUsage(clients.cpuSeconds() + probe.cpuSeconds(), attackers.cpuSeconds());
    }

    /** Reads back what was acknowledged, on a server started again where it is dead or deaf. */
    private PhaseFigures.Aftermath aftermath() {
        String state = PhaseFigures.OK;
        OrdinaryClients.ReadBack first = new OrdinaryClients.ReadBack(new ClientTally(), 0);
        if (server.isAlive()) {
            first = clients.readBack(READ_BACK_TIMEOUT_MS);
            state = first.unread() == 0 ? PhaseFigures.OK : "deaf";
        }
        if (!server.isAlive()) {
            state = "dead";
        }
        if (state.equals(PhaseFigures.OK)) {
            return new PhaseFigures.Aftermath(
                    state, first.tally().lostSets(), first.tally().wrongReplies(), 0);
        }
        server.restart();
        OrdinaryClients.ReadBack again = clients.readBack(READ_BACK_TIMEOUT_MS);
        warmUp();
        return new PhaseFigures.Aftermath(
                state,
                first.tally().lostSets() + again.tally().lostSets(),
                first.tally().wrongReplies() + again.tally().wrongReplies(),
                again.unread());
    }

    /** Waits for a while until the server has done with what attackers left behind, such as files. */
    private void calm() {
        for (int waitedMs = 0; waitedMs < plan.calmMs(); waitedMs += CALM_SAMPLE_MS) {
            try (ServerUsage usage = new ServerUsage(server.handle())) {
                Pause.ms(CALM_SAMPLE_MS);
                ServerUsage.Figures used = usage.figures();
                if (used.wizdSeconds() + used.databaseSeconds() < CALM_CPU_SECONDS) {
                    return;
                }
            }
        }
    }

    @Override
    public void close() {
        attackers.close();
        probe.close();
        clients.close();
        server.close();
    }
}
