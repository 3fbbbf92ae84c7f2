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
        carryOut(30, CALL_NANOS, 1);
        pace.begun(30, now);

        assertThat(pace.waitsUntil() - now).isBetween(2 * CALL_NANOS, TimeUnit.MILLISECONDS.toNanos(2));
    }

    @Test
    void oneThatTookForeverLetsNobodyWaitForever() {
        carryOut(30, TimeUnit.SECONDS.toNanos(30), 1);
        pace.begun(30, now);

        assertThat(pace.waitsUntil() - now).isEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
    }

    @Test
    void afterALargeOneNearlyAllWhoGotItsRepliesAreAwaitedButNoLongerThanItTook() {
        carryOut(30, CALL_NANOS, 10);

        assertThat(pace.isEnough(34, 3_400)).isFalse();
        assertThat(pace.isEnough(35, 3_500)).isTrue();
        assertThat(pace.waitsUntil() - now).isEqualTo(CALL_NANOS);
    }

    @Test
    void afterALongOneTheyAreAwaitedForAMillisecond() {
        carryOut(300, 20 * CALL_NANOS, 1);

        assertThat(pace.waitsUntil() - now).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1));
    }

    /** All clients were in it, so all of them are about to come back. */
    @Test
    void afterALargeOneThatLeftNothingReadyTheyAreAwaitedAsWell() {
        carryOut(30, CALL_NANOS, 0);

        assertThat(pace.isEnough(26, 2_600)).isFalse();
        assertThat(pace.isEnough(27, 2_700)).isTrue();
        assertThat(pace.waitsUntil() - now).isEqualTo(CALL_NANOS);
    }

    @Test
    void besideAnotherOneNobodyIsAwaitedWhoseRepliesAreNotThere() {
        pace.begun(30, now);
        pace.begun(70, now);
        pace.ended(30, now, now + CALL_NANOS, 30);

        assertThat(pace.isEnough(60, 6_000)).isFalse();
    }

    /** One alone, to its end. */
    private void carryOut(int rows, long nanos, int readyRows) {
        pace.begun(rows, now);
        long begun = now;
        now += nanos;
        pace.ended(rows, begun, now, readyRows);
    }
}
