package io.wizd.bench.overload;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What ordinary clients got within a phase. One thread, read by others when it is over. */
final class ClientTally {
    /** A reply that comes later is of no use to its client. */
    private static final long GOOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Map<String, Integer> errors = new TreeMap<>();
    private final Map<String, Integer> lostReplies = new TreeMap<>();
    private long good;
    private long late;
    private long refused;
    private int wrong;
    private int lostSets;
    private String firstWrong = "";

    void right(long latencyNanos) {
        if (latencyNanos <= GOOD_NANOS) {
            good++;
        } else {
            late++;
        }
    }

    /** 503 with Retry-After. */
    void refused() {
        refused++;
    }

    /** Any other error that was told, or a connection that did not come about. */
    void failed(String kind) {
        errors.merge(kind, 1, Integer::sum);
    }

    /** A request that was sent and never answered. */
    void lostReply(String how) {
        lostReplies.merge(how, 1, Integer::sum);
    }

    void wrong(String what) {
        wrong++;
        keep(what);
    }

    /** A set that was acknowledged, and is gone. */
    void lostSet(String what) {
        lostSets++;
        keep(what);
    }

    private void keep(String what) {
        if (firstWrong.isEmpty()) {
            firstWrong = what;
        }
    }

    /** Right replies within 1 s. */
    long good() {
        return good;
    }

    /** Right replies after more than 1 s. */
    long late() {
        return late;
    }

    long refusals() {
        return refused;
    }

    int errors() {
        return sum(errors);
    }

    int lostReplies() {
        return sum(lostReplies);
    }

    int wrongReplies() {
        return wrong;
    }

    int lostSets() {
        return lostSets;
    }

    /** Errors and lost replies by their kinds, then the first that was wrong or lost; empty if there was none. */
    String details() {
        StringBuilder text = new StringBuilder(kinds(errors));
        for (String more : new String[] {kinds(lostReplies), firstWrong}) {
            text.append(text.isEmpty() || more.isEmpty() ? "" : "; ").append(more);
        }
        return text.toString();
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static String kinds(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(kind -> kind.getValue() + " " + kind.getKey())
                .collect(Collectors.joining(", "));
    }
}
