package io.wizd.server.dispatch;

import io.wizd.budget.RequestMemory;
import io.wizd.db.Database;
import io.wizd.event.Origin;
import io.wizd.handlers.HandlerTable;
import io.wizd.handlers.audit.AuditTrail;
import io.wizd.handlers.requests.KeptReplies;
import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Caller;
import io.wizd.handlers.spec.Lane;
import io.wizd.handlers.spec.MessageContent;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.MessageType;
import io.wizd.handlers.spec.Once;
import io.wizd.program.Suggestion;
import io.wizd.protocol.ByteSize;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Message;
import io.wizd.protocol.Reply;
import io.wizd.protocol.StreamedList;
import io.wizd.protocol.WizdException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes a message to its handler, and the reply back. The checks are here, in this order, for every transport:
 * known type, size, access, schema, whether the reply to a write can be shown, admission, whether it was carried out before,
 * history, handler. Any thread; never blocks.
 */
public final class Dispatcher {
    /** A larger body takes an event loop too long, whatever the handler does with it. */
    private static final int MAX_INLINE_BYTES = 64 << 10;

    private final HandlerTable table;
    private final AccessControl accessControl;
    private final KeptReplies keptReplies;
    private final AuditTrail auditTrail;
    private final Admission admission;
    private final long deadlineNanos;
    private final Streams streams = new Streams();

    /**
     * @param main keeps the replies to writes that have a requestId, and the history
     * @param messageTimeoutMs how long a message may take, its retries in the database included
     */
    public Dispatcher(
            HandlerTable table,
            AccessControl accessControl,
            Database main,
            Admission admission,
            long messageTimeoutMs) {
        this.table = table;
        this.accessControl = accessControl;
        this.keptReplies = new KeptReplies(main);
        this.auditTrail = new AuditTrail(main);
        this.admission = admission;
        this.deadlineNanos = TimeUnit.MILLISECONDS.toNanos(messageTimeoutMs);
    }

    /** The lists that are being sent. */
    public Streams streams() {
        return streams;
    }

    /** Until when what begins now may take, by {@link System#nanoTime()}. */
    public long deadlineNanos() {
        return System.nanoTime() + deadlineNanos;
    }

    /**
     * Carries the message out; the sink is called exactly once, now or later.
     *
     * @param memory of the request that the message belongs to; released by the caller once the reply is written
     */
    public void dispatch(Message message, RequestMemory memory, ReplySink sink) {
        dispatch(message, MessageContent.of(message.body()), memory, sink);
    }

    /**
     * The same with fields that did not come in one body. A file among them need not be there any more once the sink is called.
     *
     * @param message without its body
     */
    public void dispatch(Message message, MessageContent content, RequestMemory memory, ReplySink sink) {
        MessageType<?, ?> row = table.find(message.msgType());
        if (row == null) {
            Fault unknown = Fault.of(
                    ErrorCode.UNKNOWN_TYPE,
                    "no such message type: " + message.msgType() + "; the message type `types` lists all"
                            + Suggestion.didYouMean(table.near(message.msgType())));
            sink.answer(new Reply.Failed<>(unknown));
        } else {
            new Exchange<>(row, message, content, memory, sink).begin();
        }
    }

    /**
     * Refuses a type that needs credentials where there are none: before anything is made of the body.
     *
     * @throws WizdException {@code UNAUTHORIZED}
     */
    public void checkCredentialsGiven(String msgType, @Nullable String authorization) {
        MessageType<?, ?> row = table.find(msgType);
        if (row != null) {
            try {
                AccessControl.checkGiven(row.spec().access(), authorization);
            } catch (WizdException e) {
                row.stats().answered(e.fault().code().httpStatus(), 0);
                throw e;
            }
        }
    }

    /**
     * A message whose body cannot be made of the request. Who may not send it hears that, and nothing of the body.
     *
     * @param message without its body
     */
    public void refuse(Message message, WizdException fault, ReplySink sink) {
        MessageType<?, ?> row = Objects.requireNonNull(table.find(message.msgType()));
        MessageContent none = MessageContent.of(message.body());
        new Exchange<>(row, message, none, RequestMemory.unlimited(), sink).refuse(fault);
    }

    /**
     * Makes the checks of a message before its upload comes; they are made again when it is there. Waits for the database
     * where the credentials are not remembered; for virtual threads only.
     *
     * @param message without its body
     * @param content what it carries; made once it is known who sends it
     * @param origin where it came from
     * @throws WizdException the first that does not hold
     */
    public void admitUpload(Message message, Supplier<MessageContent> content, Supplier<Origin> origin) {
        MessageType<?, ?> row = Objects.requireNonNull(table.find(message.msgType()));
        long begunNanos = System.nanoTime();
        try {
            accessControl.check(row.spec().access(), message.token(), begunNanos + deadlineNanos, origin);
            row.binder().bind(content.get());
            admission.checkRunning();
        } catch (Throwable e) {
            Fault fault = Faults.of(e, message, origin);
            row.stats().answered(fault.code().httpStatus(), System.nanoTime() - begunNanos);
            throw new WizdException(fault);
        }
    }

    /**
     * Checks who asks for what is no message. Waits for the database where the credentials are not remembered; for virtual threads
     * only, but for what anyone may see.
     *
     * @throws WizdException as {@link AccessControl#check}
     */
    public void checkAccess(Access needed, @Nullable String authorization, Supplier<Origin> origin) {
        accessControl.checkRoom(needed, authorization, deadlineNanos());
        accessControl.check(needed, authorization, deadlineNanos(), origin);
    }

    /** One message on its way. */
    private final class Exchange<I, O> {
        private final MessageType<I, O> row;
        private final Message message;
        private final MessageContent content;
        private final RequestMemory memory;
        private final ReplySink sink;
        private final long begunNanos = System.nanoTime();
        private boolean admitted;

        /** Of a write with a requestId, from its begin to its end. */
        private KeptReplies.@Nullable Attempt<O> attempt;

        /** What the history has of it already. */
        private AuditTrail.@Nullable Attempt entry;

        Exchange(MessageType<I, O> row, Message message, MessageContent content, RequestMemory memory, ReplySink sink) {
            this.row = row;
            this.message = message;
            this.content = content;
            this.memory = memory;
            this.sink = sink;
        }

        void begin() {
            MessageSpec<I, O> spec = row.spec();
            try {
                checkSize(spec);
                AccessControl.checkGiven(spec.access(), message.token());
                accessControl.checkRoom(spec.access(), message.token(), begunNanos + deadlineNanos);
                Caller caller = accessControl.remembered(spec.access(), message.token());
                boolean isChecked = caller != null
                        || message.token() == null
                        || !spec.access().asksWho();
                if (!isChecked || content.length() > MAX_INLINE_BYTES || isKept()) {
                    Thread.ofVirtual().name(spec.type()).start(() -> checkAccessAndHandle(this::bound));
                    return;
                }
                I in = bound();
                if (spec.lane() == Lane.INLINE) {
                    handle(in, caller);
                } else {
                    Thread.ofVirtual().name(spec.type()).start(() -> checkAccessAndHandle(() -> in));
                }
            } catch (Throwable e) {
                fail(e);
            }
        }

        void refuse(WizdException fault) {
            if (!row.spec().access().asksWho()) {
                fail(fault);
                return;
            }
            Thread.ofVirtual()
                    .name(row.spec().type())
                    .start(() -> checkAccessAndHandle(() -> {
                        throw fault;
                    }));
        }

        private boolean isKept() {
            return message.requestId() != null && row.spec().keepsReplies();
        }

        private I bound() {
            return row.spec().sender().bind(message, () -> row.binder().bind(content));
        }

        private void checkSize(MessageSpec<I, O> spec) {
            if (content.length() > spec.maxBodyBytes()) {
                throw WizdException.of(
                        ErrorCode.TOO_LARGE,
                        spec.type() + " takes " + ByteSize.withBytes(spec.maxBodyBytes()) + " at most");
            }
        }

        /** @param bound makes the body a record; called for those alone who may send it */
        private void checkAccessAndHandle(Supplier<I> bound) {
            try {
                Caller caller = accessControl.check(
                        row.spec().access(), message.token(), begunNanos + deadlineNanos, sink::origin);
                handle(bound.get(), caller);
            } catch (Throwable e) {
                fail(e);
            }
        }

        /** @param caller null where the type asks for none, or nobody said who it is */
        private void handle(I in, @Nullable Caller caller) {
            if (row.spec().effect() != Effect.READ) {
                sink.beforeWrite();
            }
            admission.enter();
            admitted = true;
            memory.begin(content.length());
            if (isKept()) {
                String account = caller == null ? null : caller.name();
                KeptReplies.Attempt<O> begun =
                        keptReplies.begin(message, row.spec().type(), account, (Record) in, begunNanos + deadlineNanos);
                if (begun.reply() != null) {
                    finish(begun.reply());
                    return;
                }
                attempt = begun;
            }
            Once once = attempt == null ? null : attempt.once();
            Call call = new Call(
                    message,
                    row.spec().effect(),
                    begunNanos + deadlineNanos,
                    content.upload(),
                    memory,
                    once,
                    caller,
                    sink::origin);
            if (row.spec().isAudited()) {
                entry = auditTrail.begin(call, row.spec().type(), (Record) in);
            }
            answer(row.handler().handle(call, in));
        }

        private void answer(Reply<O> reply) {
            switch (reply) {
                case Reply.Shared<O> shared -> share(shared);
                case Reply.Ready<O> ready -> finish(ready);
                case Reply.Streamed<O> streamed -> stream(streamed.list());
                case Reply.Pending<O> pending ->
                    pending.future().whenComplete((json, error) -> {
                        if (error != null) {
                            fail(error);
                        } else {
                            finish(new Reply.Data<>(json));
                        }
                    });
                case Reply.Blocking<O> blocking ->
                    Thread.ofVirtual().name(row.spec().type()).start(() -> answerBlocking(blocking));
            }
        }

        private void answerBlocking(Reply.Blocking<O> blocking) {
            try {
                answer(blocking.work().get());
            } catch (Throwable e) {
                fail(e);
            }
        }

        private void share(Reply.Shared<O> shared) {
            if (sink.wantsItems()) {
                stream(shared.items().get());
            } else {
                finish(shared);
            }
        }

        /** What a write has done is told, whatever memory there is. */
        private void stream(StreamedList list) {
            if (row.spec().effect() == Effect.READ) {
                memory.beginStream();
            }
            sink.stream(new ReplyStream(message, sink::origin, list, streams, errorStatus -> {
                row.stats().answered(errorStatus, System.nanoTime() - begunNanos);
                admission.leave();
            }));
        }

        private void fail(Throwable thrown) {
            finish(new Reply.Failed<>(Faults.of(thrown, message, sink::origin)));
        }

        private void finish(Reply.Ready<O> reply) {
            if (entry != null && reply instanceof Reply.Failed<O> failed) {
                auditTrail.failed(entry, failed.fault());
            }
            KeptReplies.Attempt<O> begun = attempt;
            if (begun == null) {
                tell(reply);
            } else {
                attempt = null;
                keptReplies.end(begun, reply, () -> tell(reply));
            }
        }

        private void tell(Reply.Ready<O> reply) {
            if (reply instanceof Reply.Data<O> data) {
                memory.replied(content.length(), data.json().length());
            }
            int errorStatus = reply instanceof Reply.Failed<O> failed
                    ? failed.fault().code().httpStatus()
                    : 0;
            row.stats().answered(errorStatus, System.nanoTime() - begunNanos);
            sink.answer(reply);
            if (admitted) {
                admission.leave();
            }
        }
    }
}
