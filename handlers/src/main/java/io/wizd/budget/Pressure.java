package io.wizd.budget;

import io.wizd.budget.MemoryBudget.Holder;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Asks those who hold bytes of a budget to give way while others need them, once a second. It takes no lock, since those who call it
 * may hold one that a {@link MemoryBudget.Asker} needs. Any thread; nothing here blocks.
 */
final class Pressure {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final BooleanSupplier isNeeded;
    private final Set<Holder> holders = ConcurrentHashMap.newKeySet();
    private final AtomicLong pressedNanos = new AtomicLong(System.nanoTime() - INTERVAL_NANOS);

    /** @param isNeeded asked a second after the holders were: whether they are to be asked again */
    Pressure(BooleanSupplier isNeeded) {
        this.isNeeded = isNeeded;
    }

    /** Enters somebody who holds bytes; entering twice does nothing. */
    void enter(Holder holder) {
        holders.add(holder);
    }

    /** Somebody holds no bytes any more. */
    void leave(Holder holder) {
        holders.remove(holder);
    }

    /** Somebody finds no room. */
    void press() {
        long now = System.nanoTime();
        long last = pressedNanos.get();
        if (now - last < INTERVAL_NANOS || !pressedNanos.compareAndSet(last, now)) {
            return;
        }
        holders.forEach(Holder::giveWay);
        CompletableFuture.delayedExecutor(INTERVAL_NANOS, TimeUnit.NANOSECONDS).execute(() -> {
            if (isNeeded.getAsBoolean()) {
                press();
            }
        });
    }
}
