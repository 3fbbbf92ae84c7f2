package io.wizd.client;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.wizd.client.transport.Transport;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Message;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Talks to one wizd over one connection, with many messages in flight; each reply finds its call by its number. Any
 * thread; make one and share it.
 *
 * <p>The first call opens the connection, and the first call after it was lost opens another. Nothing is sent twice:
 * an exception's {@link ClientException#outcome()} says whether the server may have carried a call out, and the caller
 * decides.
 *
 * <p>At most {@link ClientConfig#maxInFlight()} calls are in flight. One more waits for its turn in the calling thread,
 * and fails with {@link ClientBusyException} where its timeout passes first.
 *
 * <p>The actions of a future run on the client's event loop, unless they are given another executor ({@code
 * thenApplyAsync}): there, {@code send} does not wait for a turn but fails at once, and {@code call} is refused.
 */
public final class Client implements AutoCloseable {
    private final ClientConfig config;
    private final EventLoopGroup loops;
    private final EventLoop loop;
    private final Semaphore slots;
    private final Link link;
    private final AtomicLong lastSeqNum = new AtomicLong();
    private final AtomicBoolean closing = new AtomicBoolean();

    /** A client that has not connected yet. */
    public Client(ClientConfig config) {
        this.config = config;
        this.loops = Transport.newEventLoops("wizd-client", 1);
        this.loop = loops.next();
        this.slots = new Semaphore(config.maxInFlight());
        this.link = new Link(config, loop, slots);
    }

    /**
     * Sends a message and waits for the {@code data} of its reply.
     *
     * @param body the field {@code message}: a JSON object
     * @throws ReplyException where the reply is an error
     * @throws ClientException where there is no reply
     */
    public Json call(String msgType, Json body) {
        return await(send(msgType, body));
    }

    /**
     * Sends a value as a message, and waits for the {@code data} of its reply as a value.
     *
     * @throws ReplyException where the reply is an error
     * @throws ClientException where there is no reply
     * @throws java.io.UncheckedIOException where the data do not fit the class
     */
    public <T> T call(String msgType, Object in, Class<T> out) {
        return Jsons.read(call(msgType, Jsons.write(in)), out);
    }

    /** Sends a message; the future gives the {@code data} of its reply, or fails as {@link #call(String, Json)} does. */
    public CompletableFuture<Json> send(String msgType, Json body) {
        return send(Message.of(msgType, body));
    }

    /**
     * Sends a message that says more than its type and body: a requestId, or who sends it. Its seqNum is replaced.
     *
     * @return the {@code data} of the reply; fails as {@link #call(String, Json)} does
     */
    public CompletableFuture<Json> send(Message message) {
        CompletableFuture<Json> data = new CompletableFuture<>();
        exchange(message, config.timeoutMs()).whenComplete((reply, failure) -> {
            if (failure != null) {
                data.completeExceptionally(failure);
            } else if (reply.error() != null) {
                data.completeExceptionally(new ReplyException(message.msgType(), reply.error()));
            } else {
                data.complete(reply.data());
            }
        });
        return data;
    }

    /**
     * Sends a message, and gives the whole reply, an error as well.
     *
     * @param message its seqNum is replaced
     * @param timeoutMs how long it may take in all, in milliseconds
     * @return fails with a {@link ClientException} where there is no reply
     */
    public CompletableFuture<Reply> exchange(Message message, int timeoutMs) {
        long startedNanos = System.nanoTime();
        if (!takeSlot(timeoutMs)) {
            return CompletableFuture.failedFuture(
                    new ClientBusyException("%s: %d calls to %s are in flight, and none was over in %d ms"
                            .formatted(
                                    message.msgType(),
                                    config.maxInFlight(),
                                    config.address(),
                                    millisSince(startedNanos))));
        }
        long seqNum = lastSeqNum.incrementAndGet();
        PendingCall call = new PendingCall(seqNum, config.identity().stamp(message, seqNum), timeoutMs, startedNanos);
        try {
            loop.execute(() -> link.send(call));
        } catch (RuntimeException loopHasEnded) {
            slots.release();
            call.reply.completeExceptionally(new ConnectionException(
                    message.msgType() + ": the client is closed", Outcome.NOT_SENT, loopHasEnded));
        }
        return call.reply;
    }

    /** Calls that wait for their replies now. */
    public int inFlight() {
        return config.maxInFlight() - slots.availablePermits();
    }

    /** Ends the connection; calls in flight fail. Waits until it has ended, unless called from a future's action. */
    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            loop.submit(link::close).addListener(closed -> loops.shutdownGracefully(0, 2, TimeUnit.SECONDS));
        }
        if (!loop.inEventLoop()) {
            loops.terminationFuture().awaitUninterruptibly();
        }
    }

    /** The event loop must never wait for a slot, because it is the one that frees them. */
    private boolean takeSlot(int timeoutMs) {
        if (slots.tryAcquire()) {
            return true;
        }
        try {
            return !loop.inEventLoop() && slots.tryAcquire(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    private Json await(CompletableFuture<Json> data) {
        if (loop.inEventLoop()) {
            throw new IllegalStateException("call() in an action of a future would wait for itself: use send()");
        }
        try {
            return data.get();
        } catch (ExecutionException e) {
            throw withStackOfCaller(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallTimeoutException("interrupted while waiting for a reply", Outcome.UNKNOWN);
        }
    }

    private static RuntimeException withStackOfCaller(ExecutionException failure) {
        if (failure.getCause() instanceof ReplyException reply) {
            return new ReplyException(reply);
        }
        if (failure.getCause() instanceof ClientException noReply) {
            noReply.fillInStackTrace();
            return noReply;
        }
        return new IllegalStateException("a defect of the client", failure);
    }
}
