package io.wizd.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a key lies decides whether it is found again, so the choices below are fixed for ever. */
class PartitionsTest {
    private final List<Database> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Database::close);
    }

    @Test
    void anOwnerNeverChangesWithTheVersionOfWizd() {
        Partitions partitions = partitions("p1", "p2", "p3");

        assertThat(Stream.of("a", "b", "c", "key-17", "ключ", "😀", "k0000000", "k0000001")
                        .map(key -> partitions.ownerOf(key).name()))
                .containsExactly("p3", "p2", "p2", "p3", "p2", "p1", "p1", "p2");
        assertThat(Stream.of(1L, 2L, 3L, 1_000L, Long.MAX_VALUE)
                        .map(account -> partitions.ownerOf(account).name()))
                .containsExactly("p3", "p3", "p1", "p3", "p1");
    }

    @Test
    void keysSpreadEvenly() {
        Partitions partitions = partitions("p1", "p2", "p3", "p4");
        Map<String, Integer> keys = new HashMap<>();
        Map<String, Integer> accounts = new HashMap<>();
        for (int i = 0; i < 40_000; i++) {
            keys.merge(partitions.ownerOf("key-" + i).name(), 1, Integer::sum);
            accounts.merge(partitions.ownerOf((long) i).name(), 1, Integer::sum);
        }

        assertThat(keys.values())
                .hasSize(4)
                .allSatisfy(count -> assertThat(count).isBetween(9_500, 10_500));
        assertThat(accounts.values())
                .hasSize(4)
                .allSatisfy(count -> assertThat(count).isBetween(9_500, 10_500));
    }

    @Test
    void aNodeMoreTakesKeysFromTheOthersAndMovesNoneBetweenThem() {
        Partitions two = partitions("p1", "p2");
        Partitions three = partitions("p2", "p3", "p1");
        int moved = 0;
        for (int i = 0; i < 30_000; i++) {
            String before = two.ownerOf("key-" + i).name();
            String after = three.ownerOf("key-" + i).name();
            if (!after.equals(before)) {
                assertThat(after).isEqualTo("p3");
                moved++;
            }
        }
        assertThat(moved).isBetween(9_500, 10_500);
    }

    @Test
    void refusesTwoNodesOfTheSameNameAndNone() {
        assertThatThrownBy(() -> partitions("p1", "p1")).hasMessageContaining("two partitions are called p1");
        assertThatThrownBy(() -> new Partitions(List.of())).hasMessageContaining("one partition at least");
    }

    /** Nothing is sent to these, so they need no server. */
    private Partitions partitions(String... names) {
        return new Partitions(Stream.of(names).map(this::unreachable).toList());
    }

    private Database unreachable(String name) {
        JdbcAddress nowhere = new JdbcAddress("jdbc:mysql://127.0.0.1:1/none", "nobody", "");
        Database database = new Database(name, nowhere, 1, 1, new SimpleMeterRegistry());
        opened.add(database);
        return database;
    }
}
