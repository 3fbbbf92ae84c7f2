package io.wizd.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private final AtomicLong clock = new AtomicLong(-5);
    private final RetryBudget budget = new RetryBudget(20, clock::get);

    @Test
    void whatIsInFlightMayBeLostAtOnce() {
        assertThat(takeAll()).isEqualTo(20);
    }

    @Test
    void tenCallsEarnARetry() {
        takeAll();
        for (int i = 0; i < 101; i++) {
            budget.called();
        }
        assertThat(takeAll()).isEqualTo(10);
    }

    @Test
    void aSecondEarnsTenAndNothingIsSavedBeyondTheMaximum() {
        takeAll();
        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(1_001));
        assertThat(takeAll()).isEqualTo(10);
        clock.addAndGet(TimeUnit.HOURS.toNanos(1));
        assertThat(takeAll()).isEqualTo(20);
    }

    private int takeAll() {
        int taken = 0;
        while (budget.take()) {
            taken++;
        }
        return taken;
    }
}
