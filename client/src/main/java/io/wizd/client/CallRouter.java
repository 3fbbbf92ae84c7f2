package io.wizd.client;

import io.wizd.client.ClientMetrics.Reason;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes each call to a server, and to another one where that is allowed and its deadline admits it. Confined to the
 * event loop.
 *
 * <p>What was not sent goes to another server at once. What was sent and lost does so where sending it twice does no
 * harm, {@value #MAX_LOSSES} times at most, because it may be the message itself that ends the servers. What a server
 * refused without carrying it out is sent again after the time that the server names. The last two take from the budget.
 */
final class CallRouter implements LinkEvents {
    private static final int MAX_LOSSES = 3;

    /** Where a server that refuses does not say when to come again. */
    private static final long RETRY_AFTER_MS = 100;

    /** These say that the message was not carried out, and may be later. */
    private static final Set<String> REFUSALS =
            Set.of(ErrorCode.STOPPING.name(), ErrorCode.OVERLOADED.name(), ErrorCode.DATABASE_AWAY.name());

    private final ClientParts parts;
    private final Pool pool;
    private final Effects effects;
    private final RetryBudget budget;
    private final Set<PendingCall> calls = new HashSet<>();
    private final Set<PendingCall> waiting = new LinkedHashSet<>();
    private boolean closed;

    CallRouter(ClientParts parts, Effects effects) {
        this.parts = parts;
        this.effects = effects;
        this.pool = new Pool(parts, this);
        this.budget = new RetryBudget(parts.config().limits().maxInFlight(), System::nanoTime);
    }

    /** What is known of the servers; any thread. */
    List<ServerState> servers() {
        return pool.states();
    }

    /** Connects to all servers, and stays connected. */
    void open() {
        pool.openSoon();
    }

    void start(PendingCall call) {
        if (closed) {
            fail(call, "the client is closed");
            return;
        }
        calls.add(call);
        call.deadline(parts.loop().schedule(() -> timeOut(call), call.leftMs(), TimeUnit.MILLISECONDS));
        budget.called();
        route(call);
    }

    private void route(PendingCall call) {
        if (call.isOver()) {
            return;
        }
        pool.pick(call).ifPresentOrElse(link -> link.send(call), () -> await(call));
    }

    /** Every server that is up has all it takes, or none is up: then a call waits for the attempts that are made now. */
    private void await(PendingCall call) {
        if (!pool.isUp()) {
            pool.openSoon();
        }
        waiting.add(call);
    }

    @Override
    public void changed() {
        if (!pool.isUp() && !pool.isConnecting()) {
            List<PendingCall> inVain = List.copyOf(waiting);
            waiting.clear();
            inVain.forEach(this::failUnserved);
            return;
        }
        while (!waiting.isEmpty()) {
            PendingCall first = waiting.iterator().next();
            Optional<Link> link = pool.pick(first);
            if (link.isEmpty()) {
                return;
            }
            waiting.remove(first);
            link.get().send(first);
        }
    }

    private void failUnserved(PendingCall call) {
        if (call.lastFailure.isEmpty()) {
            call.lost(pool.faults(), pool.cause());
            fail(call, call.lastFailure);
        } else {
            fail(call, call.lastFailure + ", and then: " + pool.faults());
        }
    }

    @Override
    public void replied(PendingCall call, Endpoint from, ReplyMessage reply) {
        ReplyError error = reply.error();
        if (error == null || !REFUSALS.contains(error.code()) || !retryRefused(call, from, error)) {
            end(call);
            call.complete(reply);
        }
        if (!waiting.isEmpty()) {
            changed();
        }
    }

    /** Whether it will be sent again. */
    private boolean retryRefused(PendingCall call, Endpoint from, ReplyError error) {
        long afterMs = error.retryAfterMs() == null ? RETRY_AFTER_MS : Math.max(1, error.retryAfterMs());
        if (error.code().equals(ErrorCode.STOPPING.name())) {
            from.stopping();
            // The time is that of a restart: another server need not be waited for.
            afterMs = pool.isUpBeside(from) ? 0 : afterMs;
        } else {
            from.busyFor(afterMs);
        }
        long delayMs = afterMs + parts.random().nextLong(afterMs / 2 + 1);
        if (delayMs >= call.leftMs() || !budget.take()) {
            return false;
        }
        parts.metrics().retried(call.msgType(), Reason.REFUSED);
        parts.loop().schedule(() -> route(call), delayMs, TimeUnit.MILLISECONDS);
        return true;
    }

    @Override
    public void lost(PendingCall call) {
        if (call.outcome() == Outcome.NOT_SENT) {
            parts.metrics().retried(call.msgType(), Reason.NOT_SENT);
            route(call);
        } else if (call.losses >= MAX_LOSSES || isTooLarge(call.lastCause)) {
            fail(call, call.lastFailure);
        } else {
            effects.mayBeSentAgain(call.message)
                    .thenAccept(allowed -> parts.loop().execute(() -> retryLost(call, allowed)));
        }
    }

    /** A reply that is larger than a client takes ended the connection, and would end the next. */
    private static boolean isTooLarge(@Nullable Throwable cause) {
        return cause instanceof WizdException known && known.fault().code() == ErrorCode.TOO_LARGE;
    }

    private void retryLost(PendingCall call, boolean allowed) {
        if (allowed && !closed && budget.take()) {
            parts.metrics().retried(call.msgType(), Reason.LOST);
            route(call);
        } else {
            fail(call, call.lastFailure);
        }
    }

    private void timeOut(PendingCall call) {
        String state = "not connected";
        String where = parts.config().addresses();
        int others = calls.size() - 1;
        Outcome outcome = call.outcome();
        if (call.link != null) {
            state = "connected";
            where = call.tried.getLast().address().toString();
            call.link.forget(call);
        }
        end(call);
        call.fail(
                "timeout",
                new CallTimeoutException(
                        "%s: no reply from %s within %d ms (%d ms elapsed, %d others in flight, %s)%s"
                                .formatted(
                                        call.msgType(),
                                        where,
                                        call.timeoutMs,
                                        call.elapsedMs(),
                                        others,
                                        state,
                                        before(call)),
                        outcome));
    }

    /** What came before the attempt that timed out. */
    private String before(PendingCall call) {
        if (call.tried.isEmpty() && !pool.isUp()) {
            return "; " + pool.faults();
        }
        String attempts = call.attempts();
        return attempts.isEmpty() ? "" : "; " + attempts + ", before: " + call.lastFailure;
    }

    private void fail(PendingCall call, String why) {
        end(call);
        String attempts = call.attempts();
        String message = call.msgType() + ": " + (attempts.isEmpty() ? "" : attempts + ", at last: ") + why;
        call.fail("lost", new ConnectionException(message, call.outcome(), call.lastCause));
    }

    private void end(PendingCall call) {
        calls.remove(call);
        waiting.remove(call);
    }

    void close() {
        closed = true;
        pool.close();
        for (PendingCall call : List.copyOf(calls)) {
            fail(call, "the client was closed");
        }
    }
}
