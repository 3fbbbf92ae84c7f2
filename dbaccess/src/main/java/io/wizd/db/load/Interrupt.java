package io.wizd.db.load;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM: the load is told to stop, and the JVM waits until it has rolled back and said how far it came. The
 * load asks between rows; the hook runs on a thread of its own.
 */
final class Interrupt {

    private static final long WAIT_SECONDS = 20;

    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean requested;
    private volatile boolean answers;

    /** From now on a signal is answered as said above. */
    static Interrupt onSignals() {
        Interrupt interrupt = new Interrupt();
        Runtime.getRuntime().addShutdownHook(new Thread(interrupt::stopAndWait, "load-interrupt"));
        return interrupt;
    }

    /** From now on {@link #requested} is asked again and again; before, while a prompt waits, say, the JVM ends at once. */
    void willBeAnswered() {
        answers = true;
    }

    /** Whether the load is to stop at the next chance. */
    boolean requested() {
        return requested;
    }

    /** Tells the load to stop, without waiting for it. */
    void request() {
        requested = true;
    }

    /** The load is over, everything is said: the JVM may end. */
    void over() {
        over.countDown();
    }

    private void stopAndWait() {
        request();
        if (!answers) {
            return;
        }
        try {
            // What the database may hold up for longer is rolled back by it when the connection goes away.
            boolean inTime = over.await(WAIT_SECONDS, TimeUnit.SECONDS);
            if (!inTime) {
                System.err.println("load: broken off while the database was busy; --resume goes on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
