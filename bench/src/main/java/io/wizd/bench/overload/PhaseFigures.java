package io.wizd.bench.overload;

import io.wizd.client.load.LatencyHistogram;

/**
 * What was seen of one phase.
 *
 * @param attackClass its label; empty if only ordinary clients were there
 * @param seconds that were planned; a server that dies earlier gives nothing in the rest
 * @param live latencies of {@code /health/live}
 * @param attack what the attackers say of themselves
 */
record PhaseFigures(
        String name,
        String attackClass,
        double seconds,
        ClientTally clients,
        LatencyHistogram live,
        ServerUsage.Figures server,
        BenchUsage bench,
        String attack,
        Aftermath aftermath) {

    /** Processor time of this process: of the ordinary clients with the probe, and of the attackers. */
    record BenchUsage(double clientSeconds, double attackerSeconds) {
        BenchUsage since(BenchUsage before) {
            return new BenchUsage(clientSeconds - before.clientSeconds, attackerSeconds - before.attackerSeconds);
        }
    }

    /**
     * When the attackers have left.
     *
     * @param state ok; dead where the process has ended; deaf where it did not answer for long
     * @param lostSets that were acknowledged, in the phase and before, and are gone
     * @param wrongReplies while all keys were read
     * @param unread keys that could not be read, whatever was tried
     */
    record Aftermath(String state, int lostSets, int wrongReplies, int unread) {}

    static final String OK = "ok";

    /** Right replies a second, each within 1 s. */
    double goodput() {
        return clients.good() / seconds;
    }

    int lostSets() {
        return clients.lostSets() + aftermath.lostSets();
    }

    int wrongReplies() {
        return clients.wrongReplies() + aftermath.wrongReplies();
    }

    boolean isAlone() {
        return attackClass.isEmpty();
    }

    /** Whether something is wrong, and not only slow. */
    boolean isWrong() {
        return lostSets() + wrongReplies() + clients.lostReplies() + aftermath.unread() > 0
                || !aftermath.state().equals(OK);
    }

    double liveMs(double percentile) {
        return live.percentileNanos(percentile) / 1e6;
    }
}
