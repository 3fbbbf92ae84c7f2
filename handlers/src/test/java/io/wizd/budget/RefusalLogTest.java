package io.wizd.budget;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** However many are refused, there is one line a minute, and each is counted in one of them. */
class RefusalLogTest {
    private record Later(int seconds, Runnable task) {}

    private final Logger logger = (Logger) LoggerFactory.getLogger(RefusalLog.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Deque<Later> later = new ArrayDeque<>();
    private final RefusalLog refusals = new RefusalLog(
            () -> "The test is full", "raise wizd.test", (seconds, task) -> later.add(new Later(seconds, task)));

    @BeforeEach
    void listen() {
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void hearNoMore() {
        logger.detachAppender(logged);
    }

    private void refuse(int times) {
        for (int i = 0; i < times; i++) {
            refusals.refused();
        }
    }

    private List<String> linesAfter(int seconds) {
        logged.list.clear();
        assertThat(later).hasSize(1);
        Later next = later.remove();
        assertThat(next.seconds()).isEqualTo(seconds);
        next.task().run();
        assertThat(logged.list).allMatch(event -> event.getLevel() == Level.WARN);
        return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void theFirstLineComesSoonAndTheNextOnesOnceAMinute() {
        refuse(3);
        assertThat(linesAfter(1)).containsExactly("The test is full: 3 refused; raise wizd.test");
        refuse(1_000);
        assertThat(linesAfter(60)).containsExactly("The test is full: 1000 refused; raise wizd.test");
        assertThat(refusals.count()).isEqualTo(1_003);
    }

    @Test
    void afterAMinuteWithoutAnyTheNextIsToldSoonAgain() {
        refuse(1);
        linesAfter(1);
        assertThat(linesAfter(60)).isEmpty();
        assertThat(later).isEmpty();
        refuse(2);
        assertThat(linesAfter(1)).containsExactly("The test is full: 2 refused; raise wizd.test");
    }
}
