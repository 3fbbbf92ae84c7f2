package io.wizd.client;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.wizd.client.transport.ClientSockets;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Message;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Talks to one wizd or to several, with many messages in flight on each connection; each reply finds its call by its
 * number. Any thread; make one and share it.
 *
 * <p>A client connects to all its servers when it is made, pings them, and connects again where it was lost ({@link
 * HealthPolicy}). A call goes to the server that is up and has the fewest calls in flight. If none is up, it waits
 * for the attempts to connect that are made at once, and fails when all have failed.
 *
 * <p>Within its timeout, a call is sent again: at once to another server where it was not sent; where its connection was
 * lost, if sending it twice does no harm (its type is no {@code WRITE}, or the message has a requestId that the server
 * honours); and after a while where a server refused it without carrying it out ({@code STOPPING}, {@code OVERLOADED},
 * {@code DATABASE_AWAY}). An exception's {@link ClientException#outcome()} says whether a server may have carried the
 * call out, and its message how often it was tried, where, and why that failed at last.
 *
 * <p>At most {@link CallLimits#maxInFlight()} calls are in flight. One more waits for its turn in the calling thread,
 * and fails with {@link ClientBusyException} where its timeout passes first.
 *
 * <p>The actions of a future run on the client's one event loop, or in the calling thread where the future was done
 * already, unless they are given another executor ({@code thenApplyAsync}). On the loop, {@code send} does not wait for
 * a turn but fails at once, and {@code call} is refused.
 */
public final class Client implements AutoCloseable {
    private final ClientConfig config;
    private final ClientMetrics metrics;
    private final EventLoopGroup loops;
    private final EventLoop loop;
    private final Semaphore slots;
    private final Effects effects;
    private final CallRouter router;
    private final @Nullable ReplyCache cache;
    private final AtomicLong lastSeqNum = new AtomicLong();
    private final AtomicBoolean closing = new AtomicBoolean();

    /**
     * A client that begins to connect.
     *
     * @throws IllegalArgumentException if answers are to be kept of a type that is known to be no READ
     */
    public Client(ClientConfig config) {
        this(config, ClientMetrics.NONE, System::nanoTime);
    }

    /**
     * The same, counting in a registry: {@code wizd.client.calls} (by type and outcome), {@code .retries}, {@code
     * .reconnects}, {@code .cache}, {@code .in.flight}, {@code .servers.up}.
     */
    public Client(ClientConfig config, MeterRegistry registry) {
        this(config, new MicrometerMetrics(registry), System::nanoTime);
    }

    /** @param cacheNanos the clock of the cache */
    Client(ClientConfig config, ClientMetrics metrics, LongSupplier cacheNanos) {
        this.config = config;
        this.metrics = metrics;
        this.effects = new Effects(this::exchangeUncounted);
        checkCached(config.cache());
        this.slots = new Semaphore(config.limits().maxInFlight());
        this.loops = ClientSockets.newEventLoops("wizd-client", 1);
        this.loop = loops.next();
        this.cache = config.cache().msgTypes().isEmpty()
                ? null
                : new ReplyCache(config.cache(), metrics, cacheNanos::getAsLong, loop);
        this.router = new CallRouter(new ClientParts(config, loop, metrics, new SplittableRandom()), effects);
        metrics.watch(this::inFlight, this::serversUp);
        loop.execute(router::open);
    }

    private void checkCached(CachePolicy policy) {
        for (String type : policy.msgTypes()) {
            effects.known(type).ifPresent(effect -> Requirement.check(effect == Effect.READ, notRead(type)));
        }
    }

    private static String notRead(String msgType) {
        return "the answers of " + msgType + " cannot be kept: it is not a READ (see wiz types)";
    }

    /**
     * Sends a message and waits for the {@code data} of its reply.
     *
     * @param body the field {@code message}: a JSON object
     * @throws ReplyException if the reply is an error
     * @throws ClientException if there is no reply
     */
    public Json call(String msgType, Json body) {
        return await(send(msgType, body));
    }

    /**
     * Sends a value as a message, and waits for the {@code data} of its reply as a value.
     *
     * @throws ReplyException if the reply is an error
     * @throws ClientException if there is no reply
     * @throws java.io.UncheckedIOException if the data do not fit the class
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
        exchange(message, config.limits().timeoutMs()).whenComplete((reply, failure) -> {
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
     * Sends a value as a message; the future gives the {@code data} of its reply as a value, or fails as {@link
     * #call(String, Object, Class)} does.
     */
    public <T> CompletableFuture<T> send(String msgType, Object in, Class<T> out) {
        return send(msgType, Jsons.write(in)).thenApply(data -> Jsons.read(data, out));
    }

    /**
     * Sends a message, and gives the whole reply, an error as well.
     *
     * @param message its seqNum is replaced
     * @param timeoutMs how long it may take in all, in milliseconds
     * @return fails with a {@link ClientException} where there is no reply
     */
    public CompletableFuture<ReplyMessage> exchange(Message message, int timeoutMs) {
        if (cache == null || !config.cache().msgTypes().contains(message.msgType())) {
            return fetch(message, timeoutMs);
        }
        Optional<Effect> effect = effects.known(message.msgType());
        if (effect.isEmpty()) {
            // Until a server has told that this is a READ, nothing is kept.
            effects.of(message.msgType());
            return fetch(message, timeoutMs);
        }
        if (effect.get() != Effect.READ) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(notRead(message.msgType())));
        }
        long startedNanos = System.nanoTime();
        return cache.get(
                config.identity().stamp(message, 0),
                timeoutMs,
                () -> fetch(message, (int) Math.max(0, timeoutMs - millisSince(startedNanos))));
    }

    private CompletableFuture<ReplyMessage> fetch(Message message, int timeoutMs) {
        long startedNanos = System.nanoTime();
        if (!takeSlot(timeoutMs)) {
            metrics.called(message.msgType(), "busy", System.nanoTime() - startedNanos);
            return CompletableFuture.failedFuture(
                    new ClientBusyException("%s: %d calls to %s are in flight, and none was over in %d ms"
                            .formatted(
                                    message.msgType(),
                                    config.limits().maxInFlight(),
                                    config.addresses(),
                                    millisSince(startedNanos))));
        }
        long seqNum = lastSeqNum.incrementAndGet();
        Message stamped = config.identity().stamp(message, seqNum);
        return start(new PendingCall(seqNum, stamped, timeoutMs, startedNanos, this::over));
    }

    private void over(PendingCall call, String outcome) {
        slots.release();
        metrics.called(call.msgType(), outcome, call.elapsedNanos());
    }

    /** A question of the client's own, which takes no turn. */
    private CompletableFuture<ReplyMessage> exchangeUncounted(Message message) {
        int timeoutMs = config.health().checkTimeoutMs();
        return start(new PendingCall(-1, message, timeoutMs, System.nanoTime(), (call, outcome) -> {}));
    }

    private CompletableFuture<ReplyMessage> start(PendingCall call) {
        try {
            loop.execute(() -> router.start(call));
        } catch (RuntimeException loopHasEnded) {
            call.fail(
                    "lost",
                    new ConnectionException(call.msgType() + ": the client is closed", Outcome.NOT_SENT, loopHasEnded));
        }
        return call.reply;
    }

    /** Calls that wait for their replies now. */
    public int inFlight() {
        return config.limits().maxInFlight() - slots.availablePermits();
    }

    /** What is known of each server now, in the order of the configuration. */
    public List<ServerState> servers() {
        return router.servers();
    }

    private int serversUp() {
        return (int) servers().stream().filter(ServerState::isUp).count();
    }

    /** Ends all connections; calls in flight fail. Waits until it has ended, unless called from a future's action. */
    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            metrics.close();
            loop.submit(router::close).addListener(closed -> loops.shutdownGracefully(0, 2, TimeUnit.SECONDS));
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
