package io.wizd.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.testing.Eventually;
import io.wizd.db.testing.Heard;
import io.wizd.event.Event;
import io.wizd.event.NodeEvent;
import io.wizd.event.NodeEvent.NodeBack;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** What is said of a node that is not back yet. */
class AvailabilityTest {
    /** No other test in this JVM has a node of this name. */
    private static final String NODE = "availability-test";

    @Test
    void whyANodeThatIsReachedCannotBeUsedIsSaidButNotAtEachTry() {
        assertThat(warningsOf(new MigrationException("migration failed in x.sql, line 3")))
                .containsExactly(
                        "database " + NODE + " is away: gone",
                        "database " + NODE + " is reached but cannot be used: migration failed in x.sql, line 3");
    }

    @Test
    void oneThatIsNotReachedIsNotMentionedAgain() {
        assertThat(warningsOf(new MigrationException("cannot migrate", new SQLException("refused", "08S01"))))
                .containsExactly("database " + NODE + " is away: gone");
    }

    /** Until it is back after three tries in vain. */
    private static List<String> warningsOf(RuntimeException why) {
        AtomicInteger tries = new AtomicInteger();
        try (Heard<NodeEvent> told =
                        Heard.of(NodeEvent.class, event -> event.text().contains(NODE));
                Availability availability = new Availability(NODE, "db:3306", () -> {
                    if (tries.incrementAndGet() <= 3) {
                        throw why;
                    }
                })) {
            availability.lost(new SQLException("gone"));
            Eventually.await(
                    "that it is back is told", () -> told.events().stream().anyMatch(NodeBack.class::isInstance));
            return told.events().stream()
                    .filter(event -> event.level() == Level.WARN)
                    .map(Event::text)
                    .toList();
        }
    }
}
