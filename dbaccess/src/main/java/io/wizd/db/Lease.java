package io.wizd.db;

import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.WizdException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to do what one only may do at a time in the whole installation, kept in the main database. A thread of its
 * own prolongs it until it is closed; that of a process that died ends by itself after {@link #TERM}. The work asks
 * {@link #requireHeld} after each step, and so ends before another can begin, if the main database could not be asked
 * in time. Any thread.
 */
public final class Lease implements AutoCloseable {
    /** After which the lease of a process that died is free. */
    public static final Duration TERM = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private static final Procedure<Json> LEASE_TAKE = Procedure.single("lease_take", Json.class);
    private static final Procedure<Json> LEASE_DROP = Procedure.single("lease_drop", Json.class);

    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private final Database main;
    private final String name;
    private final String holder;
    private final Duration term;
    private final Thread prolonger;
    private volatile long heldUntilNanos;
    private volatile boolean lost;
    private boolean closed;

    private Lease(Database main, String name, String holder, Duration term) {
        this.main = main;
        this.name = name;
        this.holder = holder;
        this.term = term;
        this.prolonger = Thread.ofVirtual().name("lease-" + name).unstarted(this::prolongUntilClosed);
    }

    /**
     * Takes it.
     *
     * @param name what is to be done, for example {@code kv-sync}
     * @param who wants to do it, for people; process and machine are added
     * @throws WizdException LEASE_TAKEN, and who holds it, where another does; otherwise why main could not be asked
     */
    public static Lease take(Database main, String name, String who) {
        return take(main, name, who, TERM);
    }

    static Lease take(Database main, String name, String who, Duration term) {
        Lease lease = new Lease(main, name, holder(who), term);
        lease.takeOrProlong();
        lease.prolonger.start();
        return lease;
    }

    /** Differs for each lease, because the same holder would be given it again. */
    private static String holder(String who) {
        String some = UUID.randomUUID().toString().substring(0, 8);
        return who + " (process " + ProcessHandle.current().pid() + " on " + hostName() + ", " + some + ")";
    }

    private static String hostName() {
        try {
            return Files.readString(HOST_NAME).strip();
        } catch (IOException e) {
            return "this machine";
        }
    }

    /**
     * Returns where the work may go on. It may not once two thirds of the term have gone by without an answer of main,
     * so that the step under way ends before the lease does.
     *
     * @throws WizdException if the work must end: LEASE_TAKEN, another has taken over; DEADLINE_EXCEEDED, it was not
     *     prolonged in time
     */
    public void requireHeld() {
        if (lost) {
            throw WizdException.of(ErrorCode.LEASE_TAKEN, "another has taken over " + name);
        }
        if (System.nanoTime() - heldUntilNanos + term.dividedBy(3).toNanos() > 0) {
            throw WizdException.of(
                    ErrorCode.DEADLINE_EXCEEDED,
                    "main was not reached in time to prolong the lease " + name + ", so the work ends here");
        }
    }

    private void takeOrProlong() {
        long askedNanos = System.nanoTime();
        Json request = Jsons.write(Map.of("name", name, "holder", holder, "ms", term.toMillis()));
        main.call(LEASE_TAKE, request(request)).awaitJson();
        heldUntilNanos = askedNanos + term.toNanos();
    }

    private Request request(Json body) {
        long deadlineNanos = System.nanoTime() + term.dividedBy(3).toNanos();
        return new Request(body, Effect.IDEMPOTENT_WRITE, deadlineNanos);
    }

    private void prolongUntilClosed() {
        boolean open = true;
        while (open) {
            LockSupport.parkNanos(term.dividedBy(6).toNanos());
            open = prolong();
        }
    }

    /** Never while it is being dropped, or it would stand in the table again for nobody. */
    private synchronized boolean prolong() {
        if (closed) {
            return false;
        }
        try {
            takeOrProlong();
        } catch (WizdException e) {
            LOG.debug("Lease {} was not prolonged: {}", name, e.getMessage());
            lost = e.fault().code() == ErrorCode.LEASE_TAKEN;
        }
        return !lost;
    }

    /** Gives it back; where main cannot be reached, it ends by itself. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        LockSupport.unpark(prolonger);
        try {
            main.call(LEASE_DROP, request(Jsons.write(Map.of("name", name, "holder", holder))))
                    .awaitJson();
        } catch (WizdException e) {
            LOG.debug("Lease {} was not given back: {}", name, e.getMessage());
        }
    }
}
