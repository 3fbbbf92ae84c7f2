package io.wizd.server.logfile;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.core.AppenderBase;
import io.wizd.db.testing.Eventually;
import io.wizd.event.BudgetEvent.LimitMet;
import io.wizd.event.Events;
import io.wizd.event.Origin;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A disk that hangs keeps nobody waiting, and takes no memory without end. */
class AccessLogCapacityTest {
    private static final int TOO_MANY = 10;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final List<Integer> written = new CopyOnWriteArrayList<>();

    /** A file that takes the first line when it may, and then all others. */
    private final class Hanging extends AppenderBase<AccessEntry> {
        @Override
        protected void append(AccessEntry entry) {
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            written.add(entry.status());
        }
    }

    private static AccessEntry entry(String address, int number) {
        return new AccessEntry(0, 0, new Origin(address, null), "GET", "/", "HTTP/1.1", number, null, 0, null, null);
    }

    @Test
    void whatDoesNotFitIsLeftOutAndTold() throws InterruptedException {
        List<Long> told = new CopyOnWriteArrayList<>();
        Hanging file = new Hanging();
        file.start();
        try (Events.Subscription subscription = Events.subscribe(event -> {
            if (event instanceof LimitMet met && met.limit().startsWith("the access log")) {
                told.add(met.refused());
            }
        })) {
            AccessLog log = new AccessLog(file);
            log.add(entry("even", 0));
            begun.await();
            for (int i = 1; i <= AccessLog.CAPACITY + TOO_MANY; i++) {
                log.add(entry(i % 2 == 0 ? "even:" + i : "odd:" + i, i));
            }
            Eventually.await("it is told", () -> told.contains((long) TOO_MANY));
            goOn.countDown();
            log.close();
            assertThat(written).hasSize(AccessLog.CAPACITY + 1).last().isEqualTo(AccessLog.CAPACITY);
        }
    }

    @Test
    void theLinesOfOneAddressLeaveRoomForThoseOfOthers() throws InterruptedException {
        Hanging file = new Hanging();
        file.start();
        AccessLog log = new AccessLog(file);
        log.add(entry("loud", 0));
        begun.await();
        for (int i = 1; i <= AccessLog.CAPACITY; i++) {
            log.add(entry("loud:" + i, i));
        }
        log.add(entry("quiet", -1));
        goOn.countDown();
        Eventually.await("all that waits is written", () -> written.contains(-1));
        assertThat(written).hasSize(1 + AccessLog.CAPACITY_OF_ONE + 1);

        log.add(entry("loud", -2));
        log.close();
        assertThat(written).last().isEqualTo(-2);
    }
}
