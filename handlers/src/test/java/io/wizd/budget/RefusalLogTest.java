package io.wizd.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.testing.Heard;
import io.wizd.event.BudgetEvent.LimitMet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** However many are refused, there is one line a minute, and each is counted in one of them. */
class RefusalLogTest {
    private record Later(int seconds, Runnable task) {}

    private final Heard<LimitMet> told =
            Heard.of(LimitMet.class, event -> event.advice().equals("raise wizd.test"));
    private final Deque<Later> later = new ArrayDeque<>();
    private final RefusalLog refusals = new RefusalLog(
            () -> "the test is full", "raise wizd.test", (seconds, task) -> later.add(new Later(seconds, task)));

    @AfterEach
    void hearNoMore() {
        told.close();
    }

    private void refuse(int times) {
        for (int i = 0; i < times; i++) {
            refusals.refused();
        }
    }

    private List<String> linesAfter(int seconds) {
        int before = told.events().size();
        assertThat(later).hasSize(1);
        Later next = later.remove();
        assertThat(next.seconds()).isEqualTo(seconds);
        next.task().run();
        return told.texts().subList(before, told.texts().size());
    }

    @Test
    void theFirstLineComesSoonAndTheNextOnesOnceAMinute() {
        refuse(3);
        assertThat(linesAfter(1)).containsExactly("the test is full: 3 refused; raise wizd.test");
        refuse(1_000);
        assertThat(linesAfter(60)).containsExactly("the test is full: 1000 refused; raise wizd.test");
        assertThat(refusals.count()).isEqualTo(1_003);
    }

    @Test
    void afterAMinuteWithoutAnyTheNextIsToldSoonAgain() {
        refuse(1);
        linesAfter(1);
        assertThat(linesAfter(60)).isEmpty();
        assertThat(later).isEmpty();
        refuse(2);
        assertThat(linesAfter(1)).containsExactly("the test is full: 2 refused; raise wizd.test");
    }
}
