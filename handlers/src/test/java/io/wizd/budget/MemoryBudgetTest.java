package io.wizd.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What all requests hold together is never more than the budget, but for what was there before anybody asked. */
class MemoryBudgetTest {
    private static final Runnable NOTHING = () -> {};

    private final List<String> granted = new ArrayList<>();
    private final MemoryBudget budget =
            new MemoryBudget("tests", "wizd.tests", 100, Pace.of(ProcessorLoad.always(false)));

    private Runnable note(String name) {
        return () -> granted.add(name);
    }

    @Test
    void whatFitsIsGrantedAtOnce() {
        assertThat(budget.claim(60, NOTHING).isGranted()).isTrue();
        assertThat(budget.claim(40, NOTHING).isGranted()).isTrue();
        assertThat(budget.claim(1, NOTHING).isGranted()).isFalse();
        assertThat(budget.takenBytes()).isEqualTo(100);
        assertThat(budget.waiting()).isEqualTo(1);
    }

    @Test
    void theOldestIsGrantedFirstAndSmallOnesDoNotOvertake() {
        budget.claim(30, NOTHING);
        MemoryBudget.Claim first = budget.claim(70, note("first"));
        MemoryBudget.Claim large = budget.claim(60, note("large"));
        MemoryBudget.Claim small = budget.claim(10, note("small"));
        MemoryBudget.Claim later = budget.claim(10, note("later"));
        assertThat(small.isGranted()).isFalse();
        first.release();
        assertThat(granted).containsExactly("large", "small");
        assertThat(large.isGranted()).isTrue();
        assertThat(later.isGranted()).isFalse();
        large.release();
        assertThat(granted).containsExactly("large", "small", "later");
    }

    /** Two that are too large to fit together must not stop all who need little. */
    @Test
    void whatNeedsLittlePassesWhatDoesNotFit() {
        budget.claim(60, NOTHING);
        MemoryBudget.Claim large = budget.claim(70, note("large"));
        assertThat(budget.claim(6, NOTHING).isGranted()).isTrue();
        assertThat(budget.claim(30, NOTHING).isGranted())
                .as("not so little, though it would fit")
                .isFalse();
        MemoryBudget.Claim held = budget.claim(6, NOTHING);
        budget.takeAnyway(28);
        budget.claim(5, note("little"));
        held.release();
        assertThat(granted).containsExactly("little");
        assertThat(large.isGranted()).isFalse();
    }

    @Test
    void aReleaseCountsOnce() {
        MemoryBudget.Claim claim = budget.claim(70, NOTHING);
        claim.release();
        claim.release();
        assertThat(claim.isGranted()).isFalse();
        assertThat(budget.takenBytes()).isZero();
    }

    @Test
    void whoGivesUpMakesWay() {
        budget.claim(50, NOTHING);
        MemoryBudget.Claim large = budget.claim(60, note("large"));
        MemoryBudget.Claim small = budget.claim(50, note("small"));
        large.release();
        assertThat(granted).containsExactly("small");
        assertThat(small.isGranted()).isTrue();
    }

    @Test
    void aClaimLargerThanAllIsGrantedThoughOthersHoldALittle() {
        budget.takeAnyway(20);
        MemoryBudget.Claim claim = budget.claim(1_000, NOTHING);
        assertThat(claim.isGranted()).isTrue();
        claim.release();
        assertThat(budget.takenBytes()).isEqualTo(20);
    }

    @Test
    void notAnyNumberWaits() {
        budget.claim(70, NOTHING);
        budget.claim(30, NOTHING);
        for (int i = 0; i < 64; i++) {
            assertThat(budget.claim(1, NOTHING).isGranted()).isFalse();
        }
        assertThatExceptionOfType(WizdException.class)
                .isThrownBy(() -> budget.claim(1, NOTHING))
                .satisfies(e -> {
                    assertThat(e.fault().code()).isEqualTo(ErrorCode.OVERLOADED);
                    assertThat(e.fault().retryAfterMs()).isPositive();
                });
        assertThat(budget.refusedCount()).isEqualTo(1);
    }

    @Test
    void whoHoldsBytesIsAskedToGiveWayWhereOthersFindNone() {
        AtomicInteger asked = new AtomicInteger();
        budget.enter(asked::incrementAndGet);
        budget.takeOrRefuse(100);
        assertThat(asked).hasValue(0);
        assertThatExceptionOfType(WizdException.class).isThrownBy(() -> budget.takeOrRefuse(1));
        assertThat(asked).hasValue(1);
        assertThat(budget.refusedCount()).isEqualTo(1);
    }

    /** The second waits although it fits, and is granted when its time has come. */
    @Test
    void whatIsLargeComesOneAfterTheOtherWhileTheProcessorsHaveNoTime() {
        AtomicLong now = new AtomicLong();
        Pace pace = new Pace(ProcessorLoad.always(true), 1, now::get);
        MemoryBudget large = new MemoryBudget("tests", "wizd.tests", 100 << 20, pace);
        assertThat(large.claim(16 << 20, NOTHING).isGranted()).isTrue();
        MemoryBudget.Claim second = large.claim(1 << 20, note("second"));
        assertThat(second.isGranted()).isFalse();
        MemoryBudget.Claim small = large.claim(64 << 10, NOTHING);
        assertThat(small.isGranted()).as("costs little").isTrue();
        now.set(TimeUnit.MILLISECONDS.toNanos(1_001));
        small.release();
        assertThat(granted).containsExactly("second");
    }

    @Test
    void whoeverWaitsForItsTimeIsGrantedWithoutAnybodyGivingSomethingBack() throws Exception {
        CountDownLatch grantedLater = new CountDownLatch(1);
        MemoryBudget large = new MemoryBudget(
                "tests", "wizd.tests", 100 << 20, new Pace(ProcessorLoad.always(true), 1, System::nanoTime));
        large.claim(10 << 20, NOTHING);
        large.claim(1 << 20, grantedLater::countDown);
        assertThat(grantedLater.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aRequestGivesBackAllThatItTook() throws Exception {
        Memory memory = Memory.of(1 << 20, 16 << 20);
        RequestMemory request = memory.forClient().forRequest();
        request.begin(100);
        request.begin(1 << 20);
        request.beginStream();
        request.take(3 << 20, System.nanoTime()).get();
        request.claimBody(1 << 20, NOTHING);
        request.replied(100, 50);
        request.replied(1 << 20, 5 << 20);
        assertThat(memory.messages().takenBytes()).isBetween(1L, 10_000L);
        assertThat(memory.large().takenBytes()).isGreaterThan(9 << 20);
        request.release();
        request.release();
        assertThat(memory.messages().takenBytes()).isZero();
        assertThat(memory.large().takenBytes()).isZero();
    }

    @Test
    void repliesToOneRequestHaveALimitTogether() {
        RequestMemory request = Memory.of(1 << 20, 4 << 20).forClient().forRequest();
        long deadlineNanos = System.nanoTime();
        assertThat(request.take(16 << 20, deadlineNanos))
                .as("the first, however large")
                .isCompleted();
        assertThat(request.take(1, deadlineNanos))
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .withMessageContaining("ask for this one by itself");
    }

    @Test
    void whoWaitsForMemoryHearsAtItsDeadline() {
        Memory memory = Memory.of(1 << 20, 4 << 20);
        memory.large().takeAnyway(4 << 20);
        RequestMemory request = memory.forClient().forRequest();
        assertThat(request.take(1, System.nanoTime()))
                .failsWithin(Duration.ofSeconds(60))
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .withMessageContaining("used up");
        assertThat(memory.large().waiting()).isZero();
        assertThat(memory.large().refusedCount()).isEqualTo(1);
    }

    /** Replies that are sent in order: a later one that holds what the first waits for could never be sent. */
    @Test
    void whereRepliesAreSentInOrderMemoryIsAskedForInOrder() {
        Memory memory = Memory.of(1 << 20, 4 << 20);
        ClientMemory client = memory.forClient();
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        RequestMemory first = client.forRequestInOrder();
        RequestMemory second = client.forRequestInOrder();
        RequestMemory third = client.forRequestInOrder();
        CompletableFuture<Void> ofThird = third.take(3 << 20, deadline);
        CompletableFuture<Void> ofSecond = second.take(3 << 20, deadline);
        assertThat(memory.large().takenBytes()).as("the first is not ready").isZero();
        assertThat(first.take(3 << 20, deadline)).isCompleted();
        first.replyIsReady();
        assertThat(memory.large().waiting()).as("the second has asked").isEqualTo(1);
        first.release();
        assertThat(ofSecond).isCompleted();
        assertThat(ofThird).isNotDone();
        second.release();
        assertThat(ofThird).isCompleted();
        third.release();
        assertThat(memory.large().takenBytes()).isZero();
    }

    /** Two batches that have half of the memory each would wait for each other until their deadlines, and everybody else with them. */
    @Test
    void ofThoseWhoWaitForEachOtherTheNewestIsRefused() {
        Memory memory = Memory.of(1 << 20, 4 << 20);
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        RequestMemory first = memory.forClient().forRequest();
        RequestMemory second = memory.forClient().forRequest();
        assertThat(first.take(2 << 20, deadline)).isCompleted();
        assertThat(second.take(2 << 20, deadline)).isCompleted();
        CompletableFuture<Void> ofWhoHoldsNothing =
                memory.forClient().forRequest().take(3 << 20, deadline);
        CompletableFuture<Void> ofFirst = first.take(1 << 20, deadline);
        CompletableFuture<Void> ofSecond = second.take(1 << 20, deadline);
        assertThat(ofSecond)
                .failsWithin(Duration.ofSeconds(60))
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .withMessageContaining("used up");
        assertThat(ofFirst).isNotDone();
        second.release();
        assertThat(ofFirst).as("before one that holds nothing").isCompleted();
        assertThat(ofWhoHoldsNothing).isNotDone();
        first.release();
        assertThat(ofWhoHoldsNothing).isCompleted();
        assertThat(memory.large().waiting()).isZero();
    }

    /** One counts what it has while another one, who holds what that needs, finds the budget used up. */
    @Test
    void whoFindsNoRoomWaitsForNobody() throws Exception {
        Object ofAsker = new Object();
        CountDownLatch counting = new CountDownLatch(1);
        MemoryBudget.Asker asker = () -> {
            counting.countDown();
            synchronized (ofAsker) {
                return 1;
            }
        };
        Thread asking;
        synchronized (ofAsker) {
            asking = Thread.ofVirtual().start(() -> budget.claimMore(1, asker, NOTHING, NOTHING));
            assertThat(counting.await(60, TimeUnit.SECONDS)).isTrue();
            Thread other = Thread.ofVirtual().start(() -> budget.takeAnyway(200));
            assertThat(other.join(Duration.ofSeconds(60))).isTrue();
        }
        assertThat(asking.join(Duration.ofSeconds(60))).isTrue();
    }

    @Test
    void whoseTurnDoesNotComeHearsThatTheClientHasGone() {
        Memory memory = Memory.of(1 << 20, 4 << 20);
        ClientMemory client = memory.forClient();
        RequestMemory first = client.forRequestInOrder();
        CompletableFuture<Void> ofSecond =
                client.forRequestInOrder().take(1, System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
        client.gone();
        assertThat(ofSecond).isCompletedExceptionally();
        first.replyIsReady();
        assertThat(memory.large().takenBytes()).isZero();
    }
}
