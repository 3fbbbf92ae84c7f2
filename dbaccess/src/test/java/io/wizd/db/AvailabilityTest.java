package io.wizd.db;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.wizd.db.testing.Eventually;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is said of a node that is not back yet. */
class AvailabilityTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(Availability.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(log);
    }

    @Test
    void whyANodeThatIsReachedCannotBeUsedIsSaidButNotAtEachTry() {
        assertThat(warningsOf(new MigrationException("migration of p1 failed in x.sql, line 3")))
                .singleElement()
                .asString()
                .contains("p1", "failed in x.sql, line 3");
    }

    @Test
    void oneThatIsNotReachedIsNotMentionedAgain() {
        assertThat(warningsOf(new MigrationException("cannot migrate", new SQLException("refused", "08S01"))))
                .isEmpty();
    }

    /** After the one that it is away, until it is back after three tries in vain. */
    private List<String> warningsOf(RuntimeException why) {
        AtomicInteger tries = new AtomicInteger();
        try (Availability availability = new Availability("p1", () -> {
            if (tries.incrementAndGet() <= 3) {
                throw why;
            }
        })) {
            availability.lost(new SQLException("gone"));
            Eventually.await("it is back", () -> !availability.isAway());
        }
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .skip(1)
                .toList();
    }
}
