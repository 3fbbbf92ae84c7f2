package io.wizd.server.http;

import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.WizdException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * How many bytes of large bodies the whole server holds at once, from before a body is read until its request is
 * answered: on its way to the database one is copied several times, so they are the one thing that could exhaust the
 * heap. A request that finds no room waits for it, the oldest first, and its connection is not read meanwhile. Bodies
 * that are no larger than any message may be need no room. Any thread.
 */
final class BodyRoom {
    /** The part of the heap that bodies may take, so that all their copies take less than half of it or so. */
    private static final int PART_OF_HEAP = 16;

    /** At least one body of the largest kind goes in. */
    private static final long MIN_BYTES = 16 << 20;

    /** More requests that wait are refused; each has a buffer of what was read before it was known to be large. */
    private static final int MAX_WAITING = 64;

    private static final long RETRY_AFTER_MS = 2_000;

    private final long capacityBytes;
    private final Deque<Claim> waiting = new ArrayDeque<>();
    private long takenBytes;

    BodyRoom(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** As much as goes with the heap of this JVM. */
    static BodyRoom ofHeap() {
        return new BodyRoom(Math.max(MIN_BYTES, Runtime.getRuntime().maxMemory() / PART_OF_HEAP));
    }

    /** What all bodies together may have. */
    long capacityBytes() {
        return capacityBytes;
    }

    /** The room for one body: waited for, granted, released. */
    final class Claim {
        private final long bytes;
        private final Runnable whenGranted;
        private State state = State.WAITING;

        private Claim(long bytes, Runnable whenGranted) {
            this.bytes = Math.min(bytes, capacityBytes);
            this.whenGranted = whenGranted;
        }

        /** Whether the body may be read; never true again after the release. */
        boolean isGranted() {
            synchronized (BodyRoom.this) {
                return state == State.GRANTED;
            }
        }

        /** The body is needed no more, or never will be. Calling it again does nothing. */
        void release() {
            give(this);
        }
    }

    private enum State {
        WAITING,
        GRANTED,
        RELEASED
    }

    /**
     * Asks for room.
     *
     * @param whenGranted called once by some thread, if the room was not there at once
     * @throws WizdException {@code OVERLOADED} where too many wait already
     */
    Claim claim(long bytes, Runnable whenGranted) {
        Claim claim = new Claim(bytes, whenGranted);
        synchronized (this) {
            if (waiting.isEmpty() && fits(claim)) {
                grant(claim);
            } else if (waiting.size() < MAX_WAITING) {
                waiting.add(claim);
            } else {
                throw noRoom();
            }
        }
        return claim;
    }

    /** What a client is told that has waited long enough. */
    static WizdException noRoom() {
        return new WizdException(Fault.of(ErrorCode.OVERLOADED, "too many large bodies are being written")
                .retryAfterMs(RETRY_AFTER_MS));
    }

    private void give(Claim claim) {
        List<Claim> granted = new ArrayList<>();
        synchronized (this) {
            switch (claim.state) {
                case WAITING -> waiting.remove(claim);
                case GRANTED -> takenBytes -= claim.bytes;
                case RELEASED -> {
                    return;
                }
            }
            claim.state = State.RELEASED;
            while (!waiting.isEmpty() && fits(waiting.getFirst())) {
                Claim next = waiting.removeFirst();
                grant(next);
                granted.add(next);
            }
        }
        granted.forEach(next -> next.whenGranted.run());
    }

    private boolean fits(Claim claim) {
        return takenBytes + claim.bytes <= capacityBytes;
    }

    private void grant(Claim claim) {
        takenBytes += claim.bytes;
        claim.state = State.GRANTED;
    }
}
