package io.wizd.handlers.kv;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.Partitions;
import io.wizd.handlers.kv.sync.KvSync;
import io.wizd.handlers.kv.sync.SyncProgress;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Members do not move when keys do: they are found where they were put. */
class MemberPlaceTest {
    private static final long A_DAY_MS = 86_400_000;

    private final KvNodes nodes = new KvNodes("p1", "p2");

    @AfterEach
    void close() {
        nodes.close();
    }

    @Test
    void aNodeMoreChangesNothingForMembers() throws Exception {
        List<String> before = owners(nodes.open(0, "p1", "p2"));
        addMember();
        nodes.add("p3");

        Partitions three = nodes.open(0, "p1", "p2", "p3");
        assertThat(owners(three)).isEqualTo(before);
        new KvSync(three, A_DAY_MS).run(SyncProgress.NONE);

        assertThat(three.isSettled()).isTrue();
        assertThat(owners(three)).isEqualTo(before);
        assertThat(owners(nodes.open(0, List.of("p2", "p3"), List.of("p1")))).isEqualTo(before);
    }

    @Test
    void withoutMembersANodeMoreGetsSomeOfThem() throws Exception {
        nodes.open(0, "p1", "p2");
        nodes.add("p3");

        Partitions three = nodes.open(0, "p1", "p2", "p3");

        List<String> owners = owners(three);
        assertThat(owners).contains("p1", "p2", "p3");
        // The first one that comes before sync has run settles it for good.
        addMember();
        assertThat(owners(nodes.open(0, "p1", "p2", "p3"))).isEqualTo(owners);
    }

    private void addMember() throws Exception {
        nodes.execute("p1", "INSERT INTO member VALUES (1, 'Ada', 'King', '44', 1, 7)");
    }

    private static List<String> owners(Partitions partitions) {
        return LongStream.range(1, 200)
                .mapToObj(account -> partitions.ownerOf(account).name())
                .toList();
    }
}
