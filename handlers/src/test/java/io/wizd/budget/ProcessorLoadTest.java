package io.wizd.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessorLoadTest {
    private double machine;
    private int looks;
    private long now = -1;
    private final ProcessorLoad load = new ProcessorLoad(this::look, () -> now);

    private double look() {
        looks++;
        return machine;
    }

    private void laterMs(long ms) {
        now += TimeUnit.MILLISECONDS.toNanos(ms);
    }

    @Test
    void isHighFromFourFifths() {
        machine = 0.79;
        assertThat(load.isHigh()).isFalse();
        machine = 0.8;
        laterMs(250);
        assertThat(load.isHigh()).isTrue();
    }

    @Test
    void theMachineIsAskedFourTimesASecond() {
        for (int ms = 0; ms < 1_000; ms++) {
            load.isHigh();
            laterMs(1);
        }
        assertThat(looks).isEqualTo(4);
    }

    @Test
    void whatIsNotKnownIsNotHigh() {
        machine = -1;
        assertThat(load.isHigh()).isFalse();
    }

    @Test
    void thisMachineTellsItsLoad() {
        assertThat(ProcessorLoad.ofThisMachine().isHigh()).isIn(true, false);
    }
}
