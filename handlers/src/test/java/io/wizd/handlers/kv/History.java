package io.wizd.handlers.kv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** What clients asked and were answered, and whether a store that keeps its promises can have answered so. */
final class History {
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();

    /** What was asked. */
    enum Kind {
        READ,
        SET,
        COMPARE_AND_SET,
        DELETE
    }

    /** What became of it. */
    enum End {
        DONE,
        /** A read of a key that is not there, a condition that did not hold: nothing was written. */
        REFUSED,
        /** Nobody knows. */
        UNKNOWN
    }

    /**
     * @param value written or read
     * @param version written or read
     * @param matched the version that a compare-and-set named
     * @param stale whether a copy answered
     */
    record Event(
            Kind kind,
            String key,
            @Nullable String value,
            long version,
            long matched,
            boolean stale,
            long beganNanos,
            long endedNanos,
            End end) {

        boolean isWrite() {
            return kind != Kind.READ;
        }

        boolean isDone() {
            return end == End.DONE;
        }
    }

    void add(Event event) {
        events.add(event);
    }

    int size() {
        return events.size();
    }

    long count(Kind kind, End end) {
        return events.stream()
                .filter(event -> event.kind == kind && event.end == end)
                .count();
    }

    long countStale() {
        return events.stream().filter(Event::stale).count();
    }

    private Map<String, List<Event>> byKey() {
        Map<String, List<Event>> byKey = new HashMap<>();
        events.forEach(event ->
                byKey.computeIfAbsent(event.key, key -> new ArrayList<>()).add(event));
        byKey.values().forEach(list -> list.sort(Comparator.comparingLong(Event::beganNanos)));
        return byKey;
    }

    /** No two writes got the same version, and one that began after another had ended got a greater one. */
    void assertVersionsOnlyGrow() {
        byKey().forEach((key, list) -> {
            List<Event> writes =
                    list.stream().filter(Event::isWrite).filter(Event::isDone).toList();
            assertThat(writes)
                    .as("versions of " + key)
                    .extracting(Event::version)
                    .doesNotHaveDuplicates();
            assertOrder(key, writes, writes);
        });
    }

    /** What the owner answered is never older than what it had answered or acknowledged before. */
    void assertOwnersNeverGoBack() {
        byKey().forEach((key, list) -> {
            List<Event> reads = list.stream()
                    .filter(event -> event.kind == Kind.READ && event.isDone() && !event.stale)
                    .toList();
            assertOrder(key, reads, reads);
            List<Event> acknowledged = list.stream()
                    .filter(event -> event.isWrite() && event.isDone() && !event.stale)
                    .toList();
            assertOrder(key, acknowledged, reads);
        });
    }

    /** Each of the later, if it began after one of the earlier had ended, has at least its version. */
    private static void assertOrder(String key, List<Event> earlier, List<Event> later) {
        List<Event> byEnd = earlier.stream()
                .sorted(Comparator.comparingLong(Event::endedNanos))
                .toList();
        int next = 0;
        @Nullable Event newest = null;
        for (Event event : later) {
            while (next < byEnd.size() && byEnd.get(next).endedNanos < event.beganNanos) {
                if (newest == null || byEnd.get(next).version > newest.version) {
                    newest = byEnd.get(next);
                }
                next++;
            }
            if (newest != null) {
                assertThat(event.version)
                        .as("%s: %s came after %s", key, event, newest)
                        .isGreaterThanOrEqualTo(newest.version);
            }
        }
    }

    /** Of all that named a version, one at most was carried out. */
    void assertNoLostUpdate() {
        byKey().forEach((key, list) -> {
            Set<Long> matched = new HashSet<>();
            list.stream()
                    .filter(event -> event.kind == Kind.COMPARE_AND_SET && event.isDone())
                    .forEach(event -> assertThat(matched.add(event.matched))
                            .as("%s: version %d was replaced twice", key, event.matched)
                            .isTrue());
        });
    }

    /** Every value that was read had been written to that key, and not in a later version than it was acknowledged in. */
    void assertReadsSawWrites() {
        byKey().forEach((key, list) -> {
            Map<String, Event> writes = new HashMap<>();
            list.stream()
                    .filter(event -> event.value != null && event.isWrite())
                    .forEach(event -> writes.put(event.value, event));
            list.stream()
                    .filter(event -> event.kind == Kind.READ && event.isDone())
                    .forEach(read -> {
                        Event write = writes.get(read.value);
                        assertThat(write)
                                .as("%s: nobody wrote what %s saw", key, read)
                                .isNotNull();
                        if (write.isDone()) {
                            assertThat(read.version).as("%s: %s", key, read).isLessThanOrEqualTo(write.version);
                        }
                    });
        });
    }

    /** What is stored in the end is the newest acknowledged write, or a newer one that nobody knew the end of. */
    void assertNothingLost(String key, String storedValue, long storedVersion) {
        List<Event> writes = byKey().getOrDefault(key, List.of()).stream()
                .filter(Event::isWrite)
                .toList();
        Event newest = writes.stream()
                .filter(Event::isDone)
                .max(Comparator.comparingLong(Event::version))
                .orElseThrow(() -> new AssertionError(key + " was never written"));
        assertThat(storedVersion).as("%s: lost %s", key, newest).isGreaterThanOrEqualTo(newest.version);
        if (storedVersion == newest.version) {
            assertThat(storedValue).as(key).isEqualTo(newest.kind == Kind.DELETE ? "dead" : newest.value);
        } else {
            assertThat(writes)
                    .as("%s holds %s, which nobody tried to write", key, storedValue)
                    .anyMatch(event -> event.end == End.UNKNOWN
                            && storedValue.equals(event.kind == Kind.DELETE ? "dead" : event.value));
        }
    }
}
