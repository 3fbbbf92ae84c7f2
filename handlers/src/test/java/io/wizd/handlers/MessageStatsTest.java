package io.wizd.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.handlers.ops.StatsHandler;
import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.Group;
import io.wizd.handlers.spec.MessageStats;
import io.wizd.handlers.spec.MessageType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is counted of the messages of a type. */
class MessageStatsTest {
    private final MockClock clock = new MockClock();
    private final MessageStats stats = MessageType.of(
                    Group.PLUGINS,
                    new StatsHandler(List.of(), Access.ANYONE),
                    new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock))
            .stats();

    @Test
    void theLongestTimeIsThatOfTheSameMessagesAsTheMean() {
        stats.answered(0, 3_000);
        stats.answered(404, 1_000);
        clock.add(Duration.ofHours(1));
        assertThat(stats.calls()).isEqualTo(2);
        assertThat(stats.rejected()).isEqualTo(1);
        assertThat(stats.meanMicros()).isEqualTo(2);
        assertThat(stats.maxMicros()).isEqualTo(3);
    }

    @Test
    void nothingIsCountedBeforeTheFirst() {
        assertThat(stats.meanMicros()).isZero();
        assertThat(stats.maxMicros()).isZero();
    }
}
