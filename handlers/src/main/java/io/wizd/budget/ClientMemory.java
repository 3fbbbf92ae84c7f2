package io.wizd.budget;

import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the requests of one client hold and wait for. A client that pipelines takes half of the memory for messages at most, so that
 * those who have little in flight find the rest. When the client goes, its requests stop waiting: a reply that nobody will read must
 * not keep its turn, nor be made. A body that was granted memory keeps it, because it may be on its way to the database. Any thread.
 */
public final class ClientMemory {
    /** Who holds less than this part of the memory for messages has little in flight: 16 messages of a budget of 16 MiB. */
    private static final int PART_THAT_IS_LITTLE = 256;

    /** What a request in flight takes beside its message and its reply. */
    private static final int REQUEST_BYTES = 2 << 10;

    private final Memory memory;
    private final AtomicLong messageBytes = new AtomicLong();
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

    /**
     * Whether it may have one more message in flight, where there is room: others who have less are not to be refused for it. Half of the
     * memory is for all, a quarter for those who hold little, and a quarter for those who hold nothing else.
     */
    public boolean mayBeginMore() {
        MemoryBudget messages = memory.messages();
        long capacity = messages.capacityBytes();
        long held = messageBytes.get();
        long taken = messages.takenBytes();
        boolean mayBegin = held <= REQUEST_BYTES
                || taken < capacity / 2
                || held < capacity / PART_THAT_IS_LITTLE && taken < capacity / 4 * 3;
        if (!mayBegin) {
            messages.press();
        }
        return mayBegin;
    }

    /** Whether what clients have not taken of their replies, with other large things, fills its memory; they are asked to give way then. */
    public boolean repliesUseItUp() {
        MemoryBudget large = memory.large();
        boolean usedUp = large.takenBytes() >= large.capacityBytes();
        if (usedUp) {
            large.press();
        }
        return usedUp;
    }

    /**
     * A message begins that holds so much.
     *
     * @throws WizdException {@code OVERLOADED}
     */
    void takeForMessage(long bytes) {
        if (!mayBeginMore()) {
            throw memory.messages().refused();
        }
        memory.messages().takeOrRefuse(bytes);
        messageBytes.addAndGet(bytes);
    }

    /** A request is in flight, whatever becomes of it: its head and its place among the replies take memory. */
    public void beganRequest() {
        messageBytes.addAndGet(REQUEST_BYTES);
        memory.messages().takeAnyway(REQUEST_BYTES);
    }

    /** So many requests are not in flight any more. */
    public void endedRequests(int count) {
        giveOfMessages((long) count * REQUEST_BYTES);
    }

    void giveOfMessages(long bytes) {
        messageBytes.addAndGet(-bytes);
        memory.messages().give(bytes);
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

    /** @throws WizdException if the client has gone */
    void checkHere() {
        if (gone) {
            throw nobodyWaits();
        }
    }

    private static WizdException nobodyWaits() {
        return WizdException.of(ErrorCode.OVERLOADED, "the client has gone");
    }
}
