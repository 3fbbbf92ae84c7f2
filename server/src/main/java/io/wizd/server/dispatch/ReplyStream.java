package io.wizd.server.dispatch;

import io.wizd.protocol.Fault;
import io.wizd.protocol.Message;
import io.wizd.protocol.StreamEndedException;
import io.wizd.protocol.StreamedList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A list on its way to a client. Whoever gets one starts it or discards it: until either has happened, and until what
 * was started has ended, its message is in flight. Any thread; nothing here blocks.
 */
public final class ReplyStream {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyStream.class);

    private final Message message;
    private final StreamedList list;
    private final Streams streams;

    /** Gets the HTTP status of the error that ended it, or 0. */
    private final IntConsumer whenEnded;

    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);

    private volatile @Nullable Thread thread;

    private enum State {
        NEW,
        STARTED,
        ENDED
    }

    /** What sends the list. */
    public interface Target {
        /**
         * Sends the whole list, on a virtual thread which it may block and which is interrupted when it is to end.
         *
         * @throws StreamEndedException where the client does not wait for it any more
         */
        void send(StreamedList list);

        /** It broke off. Any thread; must not block. */
        void failed(Fault fault);
    }

    ReplyStream(Message message, StreamedList list, Streams streams, IntConsumer whenEnded) {
        this.message = message;
        this.list = list;
        this.streams = streams;
        this.whenEnded = whenEnded;
    }

    /** What is to be sent. */
    public StreamedList list() {
        return list;
    }

    /** Sends it, on a virtual thread of its own. */
    public void start(Target target) {
        if (state.compareAndSet(State.NEW, State.STARTED)) {
            Thread maker =
                    Thread.ofVirtual().name(message.msgType() + "-stream").unstarted(() -> run(target));
            thread = maker;
            streams.add(this);
            maker.start();
        }
    }

    /** It will not be sent. */
    public void discard() {
        if (state.compareAndSet(State.NEW, State.ENDED)) {
            whenEnded.accept(0);
        }
    }

    /** Nobody waits for it any more: one that was not started is discarded, one under way ends soon. */
    public void cancel() {
        discard();
        Thread maker = thread;
        if (maker != null) {
            maker.interrupt();
        }
    }

    private void run(Target target) {
        int errorStatus = 0;
        try {
            target.send(list);
        } catch (StreamEndedException e) {
            LOG.debug("{}: the stream has ended: {}", message, e.getMessage());
        } catch (Throwable e) {
            Fault fault = Faults.of(e, message);
            errorStatus = fault.code().httpStatus();
            target.failed(fault);
        } finally {
            state.set(State.ENDED);
            streams.remove(this);
            whenEnded.accept(errorStatus);
        }
    }
}
