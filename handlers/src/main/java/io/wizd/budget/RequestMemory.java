package io.wizd.budget;

import io.wizd.protocol.ByteSize;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one request holds of the {@link Memory}: a message, or an array of them, from its dispatch until its reply was handed to
 * the connection, which counts what the client has not taken. Whoever makes one releases it. Any thread; nothing here blocks.
 */
public final class RequestMemory implements MemoryBudget.Asker {
    /** Taken for the reply of each message before it is made: most have less, and what more they have is counted then. */
    static final int USUAL_REPLY_BYTES = 4 << 10;

    /** The most that replies to one request may have together, in bytes: the largest value in base64, and its envelope. */
    static final long MAX_REPLY_BYTES = 24 << 20;

    /** A list that is being sent has two chunks of it in memory, and its producer as much again. */
    private static final long STREAM_BYTES = 256 << 10;

    /** A body is copied on its way to the database. */
    private static final int COPIES_OF_BODY = 2;

    private final ClientMemory client;
    private final Memory memory;
    private final List<MemoryBudget.Claim> claims = new ArrayList<>(0);

    /** Of small bodies and usual replies. */
    private long messageBytes;

    /** Of large replies, before they were made. */
    private long claimedReplyBytes;

    /** Of replies, beyond what was taken for a usual one. */
    private long unusualReplyBytes;

    /** Taken although nobody had asked before: of bodies that came in one piece, and replies larger than expected. */
    private long surplusBytes;

    private @Nullable CompletableFuture<Void> turn;
    private boolean bodyIsClaimed;
    private boolean released;

    RequestMemory(ClientMemory client) {
        this.client = client;
        this.memory = client.memory();
    }

    /** For a request that no client sent: of a tool, or of the server itself. */
    public static RequestMemory unlimited() {
        return Memory.of(Long.MAX_VALUE / 2, Long.MAX_VALUE / 2).forClient().forRequest();
    }

    /**
     * Asks for memory for a large body, before it is read.
     *
     * @param whenGranted called once by some thread, if it was not there at once
     * @throws WizdException {@code OVERLOADED} if too many wait already
     */
    public MemoryBudget.Claim claimBody(long bytes, Runnable whenGranted) {
        MemoryBudget.Claim claim = memory.large().claim(bytes * COPIES_OF_BODY, whenGranted);
        keep(claim);
        bodyIsClaimed = true;
        return claim;
    }

    /**
     * A message begins.
     *
     * @param bodyBytes of its body
     * @throws WizdException {@code OVERLOADED}
     */
    public synchronized void begin(int bodyBytes) {
        if (released) {
            return;
        }
        long bytes = usualBytes(bodyBytes);
        client.takeForMessage(bytes);
        messageBytes += bytes;
        if (bodyBytes > Memory.SMALL_BYTES && !bodyIsClaimed) {
            takeNow((long) bodyBytes * COPIES_OF_BODY);
        }
    }

    /**
     * A list will be sent while it is made.
     *
     * @throws WizdException {@code OVERLOADED}
     */
    public synchronized void beginStream() {
        if (!released) {
            takeNow(STREAM_BYTES);
        }
    }

    /**
     * A reply will be made that is known to be large, and cannot wait.
     *
     * @throws WizdException {@code OVERLOADED}
     */
    public synchronized void beginLarge(long replyBytes) {
        if (!released) {
            takeNow(replyBytes);
            claimedReplyBytes += replyBytes;
        }
    }

    private void takeNow(long bytes) {
        long counted = Math.min(bytes, memory.large().largestClaimBytes());
        memory.large().takeOrRefuse(counted);
        surplusBytes += counted;
    }

    private static long usualBytes(int bodyBytes) {
        return USUAL_REPLY_BYTES + (bodyBytes <= Memory.SMALL_BYTES ? bodyBytes : 0);
    }

    /**
     * Asks for memory for a reply, or a part of one, that is known to be large before it is made.
     *
     * @param deadlineNanos until when it may wait, by {@link System#nanoTime()}
     * @return completes when it may be made; fails with {@code OVERLOADED} at the deadline, where too many wait, or when the client
     *     goes, and with {@code TOO_LARGE} where the replies to this request take too much together
     */
    public CompletableFuture<Void> take(long bytes, long deadlineNanos) {
        CompletableFuture<Void> turn = client.turnOf(this);
        if (turn.isDone()) {
            return takeInTurn(bytes, deadlineNanos);
        }
        return client.whileHere(turn.orTimeout(nanosUntil(deadlineNanos), TimeUnit.NANOSECONDS))
                .exceptionally(inVain -> {
                    client.checkHere();
                    throw memory.large().refused();
                })
                .thenCompose(itIs -> takeInTurn(bytes, deadlineNanos));
    }

    private CompletableFuture<Void> takeInTurn(long bytes, long deadlineNanos) {
        CompletableFuture<Void> granted = new CompletableFuture<>();
        try {
            client.checkHere();
            announce(bytes);
            MemoryBudget.Claim claim = memory.large()
                    .claimMore(
                            bytes,
                            this,
                            () -> granted.complete(null),
                            () -> granted.completeExceptionally(memory.large().overloaded()));
            keep(claim);
            return claim.isGranted()
                    ? CompletableFuture.completedFuture(null)
                    : untilDeadline(claim, granted, deadlineNanos);
        } catch (WizdException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public synchronized long heldBytes() {
        return released
                ? 0
                : surplusBytes
                        + claims.stream()
                                .mapToLong(MemoryBudget.Claim::grantedBytes)
                                .sum();
    }

    private synchronized void announce(long bytes) {
        long most = Math.min(MAX_REPLY_BYTES, memory.large().largestClaimBytes());
        if (claimedReplyBytes > 0 && claimedReplyBytes + bytes > most) {
            throw WizdException.of(
                    ErrorCode.TOO_LARGE,
                    "the replies to one request may have " + ByteSize.withBytes(most)
                            + " together; ask for this one by itself");
        }
        claimedReplyBytes += bytes;
    }

    private void keep(MemoryBudget.Claim claim) {
        synchronized (this) {
            if (!released) {
                claims.add(claim);
                return;
            }
        }
        claim.release();
        throw memory.large().overloaded();
    }

    private CompletableFuture<Void> untilDeadline(
            MemoryBudget.Claim claim, CompletableFuture<Void> granted, long deadlineNanos) {
        return client.whileHere(granted.orTimeout(nanosUntil(deadlineNanos), TimeUnit.NANOSECONDS))
                .exceptionally(inVain -> {
                    claim.release();
                    client.checkHere();
                    throw memory.large().refused();
                });
    }

    private static long nanosUntil(long deadlineNanos) {
        return Math.max(1, deadlineNanos - System.nanoTime());
    }

    /** Completed when it is this request's turn to ask for memory, if it waits for that. */
    synchronized CompletableFuture<Void> turn() {
        if (turn == null) {
            turn = new CompletableFuture<>();
        }
        return turn;
    }

    /** The whole reply is ready to be sent: the next request of the client may ask for memory. */
    public void replyIsReady() {
        client.ready(this);
    }

    /**
     * The reply to a message was made: what was taken for it and is not needed is given back, what it has beyond is counted.
     *
     * @param bodyBytes of the message's body
     */
    public synchronized void replied(int bodyBytes, long replyBytes) {
        if (released) {
            return;
        }
        long usual = usualBytes(bodyBytes);
        long back = Math.min(messageBytes, Math.max(0, usual - replyBytes));
        if (back > 0) {
            messageBytes -= back;
            client.giveOfMessages(back);
        }
        long before = Math.max(0, unusualReplyBytes - claimedReplyBytes);
        unusualReplyBytes += Math.max(0, replyBytes - usual);
        long surplus = Math.max(0, unusualReplyBytes - claimedReplyBytes) - before;
        if (surplus > 0) {
            surplusBytes += surplus;
            memory.large().takeAnyway(surplus);
        }
    }

    /** Gives back everything; calling it again does nothing. */
    public void release() {
        synchronized (this) {
            if (released) {
                return;
            }
            released = true;
        }
        if (messageBytes > 0) {
            client.giveOfMessages(messageBytes);
        }
        if (surplusBytes > 0) {
            memory.large().give(surplusBytes);
        }
        claims.forEach(MemoryBudget.Claim::release);
        client.ready(this);
    }
}
