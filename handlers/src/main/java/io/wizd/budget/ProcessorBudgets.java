package io.wizd.budget;

import io.micrometer.core.instrument.MeterRegistry;

/**
 * The work of a server that takes processor time and waits for nothing: one budget a kind, so that none starves another.
 * Any thread.
 *
 * @param passwords hashes of passwords, tens of milliseconds each
 * @param numbers large Fibonacci numbers, up to seconds each
 * @param rendering short work on the bodies of requests and replies: forms, compression, parts of streams
 */
public record ProcessorBudgets(ProcessorBudget passwords, ProcessorBudget numbers, ProcessorBudget rendering)
        implements AutoCloseable {
    private static final int PASSWORDS_WAITING = 64;

    /** Few, because each waits for those before it as long as they take. */
    private static final int NUMBERS_WAITING = 8;

    private static final int RENDERING_WAITING = 64;

    /**
     * What each may take in the long run, in percent of the time of all processors: 1 to 100. Half of the processors, at
     * least one, work for a kind at once, and more only if its share is larger.
     */
    public record Shares(int passwords, int numbers, int rendering) {
        /** What the configuration has where nobody says otherwise. */
        public static final Shares DEFAULT = new Shares(10, 25, 50);
    }

    /** On the processors of this JVM. */
    public static ProcessorBudgets of(Shares shares, MeterRegistry registry) {
        return new ProcessorBudgets(
                new ProcessorBudget(limits("passwords", shares.passwords(), PASSWORDS_WAITING), registry),
                new ProcessorBudget(limits("numbers", shares.numbers(), NUMBERS_WAITING), registry),
                new ProcessorBudget(limits("rendering", shares.rendering(), RENDERING_WAITING), registry));
    }

    private static ProcessorBudget.Limits limits(String name, int percent, int queueLength) {
        int processors = Runtime.getRuntime().availableProcessors();
        int threads = Math.max(1, processors * Math.max(percent, 50) / 100);
        return new ProcessorBudget.Limits(name, threads, processors * percent / 100.0, queueLength);
    }

    @Override
    public void close() {
        passwords.close();
        numbers.close();
        rendering.close();
    }
}
