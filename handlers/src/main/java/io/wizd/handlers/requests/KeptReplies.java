package io.wizd.handlers.requests;

import io.wizd.db.Database;
import io.wizd.db.Procedure;
import io.wizd.db.Request;
import io.wizd.handlers.spec.Fingerprint;
import io.wizd.handlers.spec.Once;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.FieldFault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Message;
import io.wizd.protocol.Reply;
import io.wizd.protocol.WizdException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replies to writes that came with a {@code requestId}, kept in main for 24 hours: whoever sends the same again gets
 * the same, from any server. A write is begun by one at a time. Where a server dies between a write and its reply, the next
 * who sends it carries it out again, and the node that the write went to knows it by {@link Once}. Any thread.
 */
public final class KeptReplies {
    private static final Logger LOG = LoggerFactory.getLogger(KeptReplies.class);

    private static final Procedure<Begun> REQUEST_BEGIN = Procedure.of("request_begin", Begun.class);
    private static final Procedure<Ended> REQUEST_END = Procedure.of("request_end", Ended.class);

    /** A larger reply is made again by whoever sends the request again; only a batch of keys gives such. */
    private static final int MAX_REPLY_BYTES = 64 << 10;

    /** To keep a reply must not fail because the message took long. */
    private static final long END_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final int ATTEMPT_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Database main;

    /** @param main keeps them */
    public KeptReplies(Database main) {
        this.main = main;
    }

    private record Sender(
            @Nullable String account,
            @Nullable String userID,
            @Nullable String deviceID,
            String requestId) {}

    /** What makes a fingerprint. No table has the requestId, so whoever reads one finds no password by trying. */
    private record Write(String requestId, String type, Record fields) {}

    private record Begin(String requestHash, String fingerprint, String attempt, long leaseMs) {}

    private record Begun(boolean again, @Nullable String reply) {}

    private record End(
            String requestHash,
            String attempt,
            @Nullable String reply,
            @Nullable Boolean undone) {}

    private record Ended() {}

    /** A reply as it is kept: one of the two. */
    private record Kept(@Nullable Json data, @Nullable KeptFault fault) {}

    private record KeptFault(
            ErrorCode code, String description, @Nullable String field, List<FieldFault> fields) {
        static KeptFault of(Fault fault) {
            return new KeptFault(fault.code(), fault.description(), fault.field(), fault.fields());
        }

        Fault fault() {
            return new Fault(code, description, field, null, fields);
        }
    }

    /**
     * Leave to carry a write out, or the reply to it.
     *
     * @param reply null if it is to be carried out
     */
    public record Attempt<O>(Once once, String attempt, Reply.@Nullable Ready<O> reply) {}

    /**
     * Begins a write; for virtual threads, because it waits for main.
     *
     * @param message with a requestId
     * @param type of it, no alias
     * @param account who sends it, where its type asks for an account
     * @param fields of its body, checked
     * @throws WizdException {@code IDEMPOTENCY_MISMATCH} or {@code REQUEST_IN_PROGRESS}, or that main cannot be reached
     */
    public <O> Attempt<O> begin(
            Message message, String type, @Nullable String account, Record fields, long deadlineNanos) {
        String requestId = Objects.requireNonNull(message.requestId());
        String hash = Fingerprint.of(new Sender(account, message.userID(), message.deviceID(), requestId));
        String attempt = newAttempt();
        // Afterwards another may begin it, also beside the first, whose last CALL may still be on its way: the node
        // knows both.
        long leaseMs = TimeUnit.NANOSECONDS.toMillis(Math.max(0, deadlineNanos - System.nanoTime()));
        Begin begin = new Begin(hash, Fingerprint.of(new Write(requestId, type, fields)), attempt, leaseMs);
        Begun begun = main.call(
                        REQUEST_BEGIN, hash, new Request(Jsons.write(begin), Effect.IDEMPOTENT_WRITE, deadlineNanos))
                .await();
        return new Attempt<>(
                new Once(hash, begun.again()), attempt, begun.reply() == null ? null : read(begun.reply()));
    }

    /**
     * Ends it; then calls the continuation, whether the reply could be kept or not: the write is done.
     *
     * @param reply what is kept, unless it leaves open whether the write was carried out
     */
    public <O> void end(Attempt<O> attempt, Reply.Ready<O> reply, Runnable then) {
        try {
            Boolean undone = attempt.once().isAgain() || !isUndone(reply) ? null : true;
            End end = new End(attempt.once().request(), attempt.attempt(), textOf(reply), undone);
            Request request =
                    new Request(Jsons.write(end), Effect.IDEMPOTENT_WRITE, System.nanoTime() + END_TIMEOUT_NANOS);
            main.call(REQUEST_END, end.requestHash(), request).future().whenComplete((ended, error) -> {
                if (error != null) {
                    LOG.debug("a reply is not kept", error);
                }
                then.run();
            });
        } catch (WizdException e) {
            LOG.debug("a reply is not kept", e);
            then.run();
        }
    }

    /**
     * Whoever is refused so could otherwise fill the table. Nothing was changed that a retry must know of; it is refused again, or has
     * been mended.
     */
    private static boolean isUndone(Reply.Ready<?> reply) {
        return reply instanceof Reply.Failed<?> failed
                && (failed.fault().code() == ErrorCode.RATE_LIMITED
                        || failed.fault().code() == ErrorCode.BAD_FIELD);
    }

    private static String newAttempt() {
        byte[] bytes = new byte[ATTEMPT_BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static <O> Reply.Ready<O> read(String text) {
        Kept kept = Jsons.read(Json.of(text), Kept.class);
        return kept.fault() == null
                ? new Reply.Data<>(Objects.requireNonNull(kept.data()))
                : new Reply.Failed<>(kept.fault().fault());
    }

    /** Null where it is not to be kept. */
    private static @Nullable String textOf(Reply.Ready<?> reply) {
        return switch (reply) {
            case Reply.Data<?> data ->
                data.json().length() > MAX_REPLY_BYTES ? null : write(new Kept(data.json(), null));
            case Reply.Failed<?> failed ->
                failed.fault().code().isFinal() ? write(new Kept(null, KeptFault.of(failed.fault()))) : null;
            case Reply.Shared<?> shared ->
                throw new IllegalStateException("a write has a reply of its own, not a shared one: " + shared);
        };
    }

    private static String write(Kept kept) {
        Json json = Jsons.write(kept);
        return new String(json.array(), json.offset(), json.length(), StandardCharsets.UTF_8);
    }
}
