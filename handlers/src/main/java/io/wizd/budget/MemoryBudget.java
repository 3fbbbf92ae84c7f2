package io.wizd.budget;

import io.wizd.protocol.ByteSize;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.WizdException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of one kind the whole server holds at once. What does not fit waits for its turn, the oldest first, or is
 * refused. While something waits or was refused, those who hold bytes are asked once a second to {@link Holder#giveWay give
 * way}, so that a client that neither sends nor reads cannot keep what others need. Claims are granted at a {@link Pace}. Any
 * thread; nothing here blocks.
 */
public final class MemoryBudget {
    /** More claims that wait are refused; each has a buffer of what was read before it was known to be large. */
    private static final int MAX_WAITING = 64;

    /** A claim up to this part of the budget passes those that wait: what is too large to fit must not stop what fits. */
    private static final int PART_THAT_PASSES = 16;

    private static final long RETRY_AFTER_MS = 2_000;

    private final String what;
    private final long capacityBytes;
    private final Pace pace;
    private final AtomicLong takenBytes = new AtomicLong();
    private final RefusalLog refusals;
    private final Pressure pressure = new Pressure(this::isShort);
    private final AtomicBoolean willLookAgain = new AtomicBoolean();

    /** Those who hold bytes already first, then the oldest. Guarded by its own monitor. */
    private final List<Claim> waiting = new ArrayList<>();

    /** The size of {@link #waiting}, to be read without its monitor. */
    private volatile int waitingCount;

    /** Who holds bytes of this budget for a client. */
    @FunctionalInterface
    public interface Holder {
        /** Others need the bytes: whoever makes no progress is to go. Called by any thread; must not block. */
        void giveWay();
    }

    /** Who asks for bytes piece by piece. */
    @FunctionalInterface
    public interface Asker {
        /** Bytes of this budget that it holds now. Called with the budget's lock held: nobody may wait for that while it holds what this needs. */
        long heldBytes();
    }

    /**
     * A budget.
     *
     * @param what is counted, for the error of those who are refused
     * @param key of the configuration that says how much it may be
     */
    MemoryBudget(String what, String key, long capacityBytes, Pace pace) {
        this.what = what;
        this.capacityBytes = capacityBytes;
        this.pace = pace;
        this.refusals = new RefusalLog(
                () -> "the memory for " + what + " is used up (" + ByteSize.shown(capacityBytes) + ")",
                "if the heap has room, raise " + key);
    }

    /** Bytes that all may hold together. */
    public long capacityBytes() {
        return capacityBytes;
    }

    /** The most that one claim counts for, in bytes, so that the largest fits although others hold a little. */
    public long largestClaimBytes() {
        return capacityBytes / 4 * 3;
    }

    /** Bytes that are held now. */
    public long takenBytes() {
        return takenBytes.get();
    }

    /** Claims that wait now. */
    public int waiting() {
        return waitingCount;
    }

    /** Requests that were refused since the start. */
    public long refusedCount() {
        return refusals.count();
    }

    /**
     * Takes the bytes if they fit.
     *
     * @throws WizdException {@code OVERLOADED} if they do not
     */
    public void takeOrRefuse(long bytes) {
        if (!fits(bytes)) {
            press();
            throw refused();
        }
    }

    private boolean fits(long bytes) {
        long taken = takenBytes.get();
        while (taken + bytes <= capacityBytes) {
            if (takenBytes.compareAndSet(taken, taken + bytes)) {
                return true;
            }
            taken = takenBytes.get();
        }
        return false;
    }

    /** Counts bytes that are there already, whether they fit or not. */
    public void takeAnyway(long bytes) {
        if (takenBytes.addAndGet(bytes) > capacityBytes) {
            press();
        }
    }

    /** Gives back what was taken. */
    public void give(long bytes) {
        takenBytes.addAndGet(-bytes);
        grantWaiting();
    }

    /** Enters somebody who holds bytes for a client; entering twice does nothing. */
    public void enter(Holder holder) {
        pressure.enter(holder);
    }

    /** Somebody holds no bytes any more. */
    public void leave(Holder holder) {
        pressure.leave(holder);
    }

    /** A number of bytes that was asked for: waited for, granted, released. */
    public final class Claim {
        private final long bytes;
        private final Asker asker;
        private final Runnable whenGranted;
        private final Runnable whenRefused;
        private State state = State.WAITING;

        private Claim(long bytes, Asker asker, Runnable whenGranted, Runnable whenRefused) {
            this.bytes = Math.min(bytes, largestClaimBytes());
            this.asker = asker;
            this.whenGranted = whenGranted;
            this.whenRefused = whenRefused;
        }

        private boolean holdsSome() {
            return asker.heldBytes() > 0;
        }

        /** Whether the bytes may be used; never true again after the release. */
        public boolean isGranted() {
            synchronized (waiting) {
                return state == State.GRANTED;
            }
        }

        long grantedBytes() {
            return isGranted() ? bytes : 0;
        }

        /** The bytes are needed no more, or never will be. Calling it again does nothing. */
        public void release() {
            synchronized (waiting) {
                switch (state) {
                    case WAITING -> {
                        waiting.remove(this);
                        waitingCount = waiting.size();
                    }
                    case GRANTED -> takenBytes.addAndGet(-bytes);
                    case RELEASED -> {
                        return;
                    }
                }
                state = State.RELEASED;
            }
            grantWaiting();
        }
    }

    private enum State {
        WAITING,
        GRANTED,
        RELEASED
    }

    /**
     * Asks for bytes; more than {@link #largestClaimBytes} count as that.
     *
     * @param whenGranted called once by some thread, if they were not there at once
     * @throws WizdException {@code OVERLOADED} if too many wait already
     */
    public Claim claim(long bytes, Runnable whenGranted) {
        return claim(new Claim(bytes, () -> 0, whenGranted, () -> {}));
    }

    /**
     * The same for one who may hold some bytes already, and gives none back before it has all. Its turn comes before that of those
     * who hold nothing; where it and others like it wait for what they hold themselves, the newest of them is refused.
     *
     * @param whenRefused called once by some thread instead of {@code whenGranted}
     */
    public Claim claimMore(long bytes, Asker asker, Runnable whenGranted, Runnable whenRefused) {
        return claim(new Claim(bytes, asker, whenGranted, whenRefused));
    }

    private Claim claim(Claim claim) {
        if (!grantOrQueue(claim)) {
            press();
            throw refused();
        }
        if (claim.isGranted()) {
            return claim;
        }
        press();
        // Whoever gave something back in the meantime did not see this claim wait.
        grantWaiting();
        return claim;
    }

    /** False where too many wait already. */
    private boolean grantOrQueue(Claim claim) {
        synchronized (waiting) {
            int before = claim.holdsSome()
                    ? (int) waiting.stream().filter(Claim::holdsSome).count()
                    : waiting.size();
            if ((before == 0 || passes(claim)) && granted(claim)) {
                return true;
            }
            if (waiting.size() >= MAX_WAITING) {
                return false;
            }
            waiting.add(before, claim);
            waitingCount = waiting.size();
            return true;
        }
    }

    /** Whether it is its turn by now, and there is room. If its time comes later, it is looked at again then. */
    private boolean granted(Claim claim) {
        long waitNanos = pace.nanosUntil(claim.bytes);
        if (waitNanos > 0) {
            lookAgainAfter(waitNanos);
            return false;
        }
        if (!fits(claim.bytes)) {
            return false;
        }
        pace.pay(claim.bytes);
        claim.state = State.GRANTED;
        return true;
    }

    private void lookAgainAfter(long nanos) {
        if (willLookAgain.compareAndSet(false, true)) {
            CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(() -> {
                willLookAgain.set(false);
                grantWaiting();
            });
        }
    }

    /** Counts one that is refused at once or has waited long enough; what its client is told. */
    public WizdException refused() {
        refusals.refused();
        return overloaded();
    }

    /** What a client is told that is refused. */
    WizdException overloaded() {
        return new WizdException(Fault.of(ErrorCode.OVERLOADED, "the memory for " + what + " is used up")
                .retryAfterMs(RETRY_AFTER_MS));
    }

    private void grantWaiting() {
        if (waitingCount == 0) {
            return;
        }
        List<Claim> granted = new ArrayList<>();
        synchronized (waiting) {
            boolean isFirst = true;
            for (Iterator<Claim> all = waiting.iterator(); all.hasNext(); ) {
                Claim next = all.next();
                if ((isFirst || passes(next)) && granted(next)) {
                    granted.add(next);
                    all.remove();
                } else {
                    isFirst = false;
                }
            }
            waitingCount = waiting.size();
        }
        granted.forEach(next -> next.whenGranted.run());
    }

    /** Two batches, for example, that have half of the memory each and wait for the rest: neither would ever give back anything. */
    private void refuseThoseWhoWaitForEachOther() {
        List<Claim> refused = new ArrayList<>();
        synchronized (waiting) {
            while (isStuck()) {
                Claim newest = waiting.stream()
                        .filter(Claim::holdsSome)
                        .reduce((older, newer) -> newer)
                        .orElseThrow();
                newest.state = State.RELEASED;
                waiting.remove(newest);
                refused.add(newest);
            }
            waitingCount = waiting.size();
        }
        refused.forEach(claim -> claim.whenRefused.run());
    }

    /** Whether the first who waits finds no room even if all give back what they hold, except those who wait too. */
    private boolean isStuck() {
        long held = waiting.stream()
                .map(claim -> claim.asker)
                .distinct()
                .mapToLong(Asker::heldBytes)
                .sum();
        return held > 0 && waiting.getFirst().bytes + held > capacityBytes;
    }

    private boolean passes(Claim claim) {
        return claim.bytes <= capacityBytes / PART_THAT_PASSES;
    }

    /** Somebody finds no room: all holders are asked to give way, until nothing waits and half of it is free. Takes no lock. */
    void press() {
        pressure.press();
    }

    private boolean isShort() {
        refuseThoseWhoWaitForEachOther();
        return waitingCount > 0 || takenBytes.get() >= capacityBytes / 2;
    }
}
