package io.wizd.server.connection;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.internal.PlatformDependent;
import io.wizd.protocol.Handover;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The work of one connection, in parts that follow each other without a pause: the bytes of one read, or all that has gathered from
 * other threads. What is to be done once for the whole part is done at its end. On the event loop, but {@link #execute}.
 */
final class GatheredWork {
    private final EventExecutor eventLoop;
    private final Runnable atEnd;
    private final Consumer<Throwable> failed;

    /** Work from other threads: written by many, drained by the event loop. */
    private final Queue<Runnable> tasks = PlatformDependent.newMpscQueue();

    private final AtomicBoolean draining = new AtomicBoolean();
    private boolean goesOn;

    /**
     * None yet.
     *
     * @param atEnd of each part
     * @param failed takes what a task throws; what is behind it is done all the same, and gives back what it holds
     */
    GatheredWork(EventExecutor eventLoop, Runnable atEnd, Consumer<Throwable> failed) {
        this.eventLoop = eventLoop;
        this.atEnd = atEnd;
        this.failed = failed;
    }

    /** Whether a part has begun and not ended. */
    boolean goesOn() {
        return goesOn;
    }

    /** A part begins. */
    void begin() {
        goesOn = true;
    }

    /** It ends. */
    void end() {
        goesOn = false;
        atEnd.run();
    }

    /** Runs the task on the event loop: at once where this is it, or together with what else has gathered. Any thread. */
    void execute(Runnable task) {
        if (eventLoop.inEventLoop()) {
            boolean outermost = !goesOn;
            begin();
            run(task);
            if (outermost) {
                end();
            }
            return;
        }
        tasks.add(task);
        if (draining.compareAndSet(false, true)) {
            Handover.to(eventLoop, this::drain);
        }
    }

    private void drain() {
        draining.set(false);
        begin();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            run(task);
        }
        end();
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            failed.accept(e);
        }
    }
}
