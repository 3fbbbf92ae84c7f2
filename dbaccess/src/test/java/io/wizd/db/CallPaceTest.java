package io.wizd.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When a CALL begins, by what is ready and what is under way; times are made up. */
class CallPaceTest {
    private static final long CALL_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private final CallPace pace = new CallPace();
    private long now = Long.MAX_VALUE - 100;

    @Test
    void theFirstBeginsAtOnce() {
        assertThat(pace.isEnough(1, 20)).isTrue();
    }

    @Test
    void besideAFewRowsAnotherBeginsAtOnce() {
        pace.begun(CallPace.FEW_ROWS, now);

        assertThat(pace.isEnough(1, 20)).isTrue();
    }

    @Test
    void besideALargeOneAnotherBeginsWithManyRowsOrManyBytes() {
        pace.begun(30, now);

        assertThat(pace.isEnough(CallPace.MANY_ROWS - 1, 6_300)).isFalse();
        assertThat(pace.isEnough(CallPace.MANY_ROWS, 6_400)).isTrue();
        assertThat(pace.isEnough(2, CallPace.MANY_BYTES)).isTrue();
    }

    @Test
    void besideASlowOneAnotherBeginsWithAnything() {
        carryOut(30, CALL_NANOS, true);
        pace.begun(30, now);

        assertThat(pace.waitsUntil() - now).isBetween(2 * CALL_NANOS, TimeUnit.MILLISECONDS.toNanos(2));
    }

    @Test
    void oneThatTookForeverLetsNobodyWaitForever() {
        carryOut(30, TimeUnit.SECONDS.toNanos(30), true);
        pace.begun(30, now);

        assertThat(pace.waitsUntil() - now).isEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
    }

    @Test
    void afterALargeOneAQuarterMoreIsAwaitedButNoLongerThanItTook() {
        carryOut(30, CALL_NANOS, true);

        assertThat(pace.isEnough(36, 3_600)).isFalse();
        assertThat(pace.isEnough(37, 3_700)).isTrue();
        assertThat(pace.waitsUntil() - now).isEqualTo(CALL_NANOS);
    }

    @Test
    void afterALongOneTheyAreAwaitedForAMillisecond() {
        carryOut(300, 20 * CALL_NANOS, true);

        assertThat(pace.waitsUntil() - now).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1));
    }

    @Test
    void afterALargeOneThatLeftNothingReadyTheNextBeginsAtOnce() {
        carryOut(30, CALL_NANOS, false);

        assertThat(pace.isEnough(1, 20)).isTrue();
    }

    @Test
    void whileOthersAreUnderWayNothingReadyIsNoEndOfTheLoad() {
        pace.begun(30, now);
        pace.begun(70, now);
        pace.ended(now, now + CALL_NANOS, false);

        assertThat(pace.isEnough(1, 20)).isFalse();
    }

    /** One alone, to its end. */
    private void carryOut(int rows, long nanos, boolean somethingReady) {
        pace.begun(rows, now);
        long begun = now;
        now += nanos;
        pace.ended(begun, now, somethingReady);
    }
}
