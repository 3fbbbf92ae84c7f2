package io.wizd.db;

import io.wizd.event.CallEvent.CallAnswerBroken;
import io.wizd.event.CallEvent.CallConnectionLost;
import io.wizd.event.CallEvent.CallFailed;
import io.wizd.event.CallEvent.CallRefused;
import io.wizd.event.Event;
import io.wizd.event.Events;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Handover;
import io.wizd.protocol.WizdException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one batch to its end: each of its futures is completed exactly once, whatever the database does. What is
 * retried, and until when, is decided here and nowhere else. Called by the workers of {@link CallBatcher}.
 */
final class BatchRunner {
    private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);

    private static final long FIRST_BACKOFF_NANOS = 2_000_000;
    private static final long MAX_BACKOFF_NANOS = 200_000_000;
    private static final long RETRY_AFTER_MS = 1_000;

    private static final Fault AWAY = Fault.of(ErrorCode.DATABASE_AWAY).retryAfterMs(RETRY_AFTER_MS);

    private final String node;
    private final BatchCall batchCall;
    private final Availability availability;
    private final DatabaseMetrics metrics;

    BatchRunner(String node, BatchCall batchCall, Availability availability, DatabaseMetrics metrics) {
        this.node = node;
        this.batchCall = batchCall;
        this.availability = availability;
        this.metrics = metrics;
    }

    /** Never throws. */
    void run(Procedure<?> procedure, List<BatchedCall> batch) {
        run(procedure, batch, true);
    }

    /** @param isWhole not a part of a batch whose failure was told already */
    private void run(Procedure<?> procedure, List<BatchedCall> batch, boolean isWhole) {
        List<BatchedCall> left = batch;
        try {
            for (int attempt = 0; !left.isEmpty(); attempt++) {
                left = failWhere(left, call -> call.expired(System.nanoTime()), Fault.of(ErrorCode.DEADLINE_EXCEEDED));
                if (availability.isAway()) {
                    left = failWhere(left, call -> true, AWAY);
                } else if (!left.isEmpty()) {
                    left = attempt(procedure, left, attempt, isWhole);
                }
            }
        } catch (RuntimeException | Error e) {
            Events.tell(new CallFailed(procedure.name(), node, left.size(), e));
            left.forEach(call -> call.future.completeExceptionally(e));
        }
    }

    /** Tries once; returns what is to be tried again, after a pause. */
    private List<BatchedCall> attempt(Procedure<?> procedure, List<BatchedCall> batch, int attempt, boolean isWhole) {
        long begun = System.nanoTime();
        try {
            List<Answer> answers = batchCall.execute(procedure, batch);
            metrics.called(procedure.name(), batch.size(), System.nanoTime() - begun);
            Handover.afterAllOf(() -> {
                for (int i = 0; i < answers.size(); i++) {
                    answers.get(i).complete(batch.get(i));
                }
            });
            return List.of();
        } catch (SQLException e) {
            SqlFailure failure = SqlFailure.of(e);
            metrics.failed(procedure.name(), failure);
            return switch (failure) {
                case TRANSIENT -> {
                    pause(attempt);
                    yield batch;
                }
                case CONNECTION_LOST -> afterLostConnection(procedure, batch, attempt, e);
                case UNREACHABLE -> {
                    availability.lost(e);
                    yield failAll(batch, new DbException(AWAY, node, procedure.name(), e));
                }
                case STATEMENT -> {
                    if (batch.size() > 1) {
                        tell(
                                new CallRefused(procedure.name(), node, batch.size(), SqlReason.numberedWords(e)),
                                isWhole);
                    }
                    yield withoutTheBad(procedure, batch, e);
                }
                case BROKEN_ANSWER -> {
                    tell(
                            new CallAnswerBroken(procedure.name(), node, batch.size(), SqlReason.numberedWords(e)),
                            isWhole);
                    yield afterBrokenAnswer(procedure, batch, attempt, e);
                }
            };
        }
    }

    private static void tell(Event failure, boolean isWhole) {
        if (isWhole) {
            Events.tell(failure);
        } else {
            LOG.debug("{}", failure.text());
        }
    }

    private List<BatchedCall> afterLostConnection(
            Procedure<?> procedure, List<BatchedCall> batch, int attempt, SQLException e) {
        Events.tell(new CallConnectionLost(procedure.name(), node, batch.size(), SqlReason.numberedWords(e)));
        List<BatchedCall> left = withoutOutcomeUnknown(batch);
        pause(attempt);
        return left;
    }

    /** What broke the answer to one alone may have been on its way by chance, so that is tried once more. */
    private List<BatchedCall> afterBrokenAnswer(
            Procedure<?> procedure, List<BatchedCall> batch, int attempt, SQLException e) {
        List<BatchedCall> left = withoutOutcomeUnknown(batch);
        return left.size() == 1 && attempt == 0 ? left : withoutTheBad(procedure, left, e);
    }

    /** What must not be sent twice is answered now; the rest goes again. */
    private static List<BatchedCall> withoutOutcomeUnknown(List<BatchedCall> batch) {
        return failWhere(batch, call -> !call.request.effect().mayBeSentAgain(), Fault.of(ErrorCode.OUTCOME_UNKNOWN));
    }

    /**
     * One bad request must not fail its neighbours: the batch is halved until the bad one is alone. So b bad ones of n cost
     * about 2 b log2(n / b) CALLs more, and are logged once together; each is refused by itself.
     */
    private List<BatchedCall> withoutTheBad(Procedure<?> procedure, List<BatchedCall> batch, SQLException e) {
        if (batch.size() <= 1) {
            return failAll(batch, DbException.internal(node, procedure.name(), e));
        }
        int half = batch.size() / 2;
        run(procedure, batch.subList(0, half), false);
        run(procedure, batch.subList(half, batch.size()), false);
        return List.of();
    }

    private static List<BatchedCall> failAll(List<BatchedCall> batch, DbException cause) {
        batch.forEach(call -> call.future.completeExceptionally(cause));
        return List.of();
    }

    private static List<BatchedCall> failWhere(List<BatchedCall> batch, Predicate<BatchedCall> condition, Fault fault) {
        if (batch.stream().noneMatch(condition)) {
            return batch;
        }
        batch.stream().filter(condition).forEach(call -> call.future.completeExceptionally(new WizdException(fault)));
        return batch.stream().filter(condition.negate()).toList();
    }

    /** Twice as long each time, with jitter, so that two that collided do not collide again. */
    private static void pause(int attempt) {
        long longest = Math.min(MAX_BACKOFF_NANOS, FIRST_BACKOFF_NANOS << Math.min(attempt, 10));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest / 2, longest));
    }
}
