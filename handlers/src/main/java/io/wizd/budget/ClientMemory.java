package io.wizd.budget;

import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The requests of one client that wait for memory. When the client goes, they stop waiting: a reply that nobody will read must not
 * keep its turn, nor be made. A body that was granted memory keeps it, because it may be on its way to the database. Any thread.
 */
public final class ClientMemory {
    private final Memory memory;
    private final Set<CompletableFuture<Void>> waiting = ConcurrentHashMap.newKeySet(1);
    private volatile boolean gone;

    /** Requests that are answered in their order and whose replies are not ready, the oldest first. Guarded by its own monitor. */
    private final Deque<RequestMemory> unready = new ArrayDeque<>(1);

    ClientMemory(Memory memory) {
        this.memory = memory;
    }

    /** What all clients share. */
    public Memory memory() {
        return memory;
    }

    /** What one request of the client holds, from now on. */
    public RequestMemory forRequest() {
        return new RequestMemory(this);
    }

    /**
     * The same where replies are sent in the order of their requests: memory for large ones is asked for in that order too. Otherwise
     * later replies would hold what the first one waits for, and none could be sent. {@link RequestMemory#replyIsReady} lets the next
     * one ask.
     */
    public RequestMemory forRequestInOrder() {
        RequestMemory request = new RequestMemory(this);
        synchronized (unready) {
            unready.add(request);
        }
        return request;
    }

    /** Completes when the replies to all requests before it are ready. */
    CompletableFuture<Void> turnOf(RequestMemory request) {
        synchronized (unready) {
            return unready.peek() == request || !unready.contains(request)
                    ? CompletableFuture.completedFuture(null)
                    : request.turn().copy();
        }
    }

    /** The reply to the request is ready, or it will get none. */
    void ready(RequestMemory request) {
        RequestMemory next;
        synchronized (unready) {
            next = unready.remove(request) ? unready.peek() : null;
        }
        if (next != null) {
            next.turn().complete(null);
        }
    }

    /** The client takes no reply any more. Calling it again does nothing. */
    public void gone() {
        gone = true;
        waiting.forEach(request -> request.completeExceptionally(nobodyWaits()));
    }

    /** Ends the wait when the client goes, or at once where it has gone. */
    CompletableFuture<Void> whileHere(CompletableFuture<Void> granted) {
        waiting.add(granted);
        if (gone) {
            granted.completeExceptionally(nobodyWaits());
        }
        return granted.whenComplete((nothing, failure) -> waiting.remove(granted));
    }

    /** @throws WizdException where the client has gone */
    void checkHere() {
        if (gone) {
            throw nobodyWaits();
        }
    }

    private static WizdException nobodyWaits() {
        return WizdException.of(ErrorCode.OVERLOADED, "the client has gone");
    }
}
