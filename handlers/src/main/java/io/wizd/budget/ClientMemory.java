package io.wizd.budget;

import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
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
