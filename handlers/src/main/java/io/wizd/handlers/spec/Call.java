package io.wizd.handlers.spec;

import io.wizd.budget.RequestMemory;
import io.wizd.db.Request;
import io.wizd.event.Origin;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Message;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One message being carried out. Immutable, but for its memory.
 *
 * @param message its envelope; of its body a handler gets the record, which was checked
 * @param effect of its type
 * @param deadlineNanos until when it may be tried, by {@link System#nanoTime()}; with an upload it is reckoned from when
 *     the whole file was there
 * @param upload the body that went to a file, where the message came by a route that {@link RouteBuilder#upload takes one};
 *     null over any other way, so that no client can name a file
 * @param memory for what of the reply is known to be large before it is made
 * @param once by what a write is known again that came with a requestId; null without one
 * @param sentBy the account that sent it; null where its type does not {@link Access#asksWho ask}, or nobody said
 * @param from where it came from; made when it is asked for
 */
public record Call(
        Message message,
        Effect effect,
        long deadlineNanos,
        @Nullable Upload upload,
        RequestMemory memory,
        @Nullable Once once,
        @Nullable Caller sentBy,
        Supplier<Origin> from) {
    private static final Origin NOWHERE = new Origin("", null);

    /** A message that no client sent. */
    public Call(Message message, Effect effect, long deadlineNanos) {
        this(message, effect, deadlineNanos, null, RequestMemory.unlimited());
    }

    /** A message that no client sent, with what else it may have. */
    public Call(Message message, Effect effect, long deadlineNanos, @Nullable Upload upload, RequestMemory memory) {
        this(message, effect, deadlineNanos, upload, memory, null, null, () -> NOWHERE);
    }

    /** Asks a procedure to carry it out: the record is what the procedure gets, its absent fields left out. */
    public Request request(Record element) {
        return new Request(Jsons.write(element), effect, deadlineNanos);
    }

    /** The account that sent it, of a type that needs one. */
    public Caller caller() {
        return Objects.requireNonNull(sentBy, "the access of this type asks for no account");
    }

    /** The account that sent it, of a type that anyone may send. */
    public Optional<Caller> callerIfAny() {
        return Optional.ofNullable(sentBy);
    }
}
