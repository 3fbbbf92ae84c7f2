package io.wizd.server.dispatch;

import io.wizd.event.Origin;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Message;
import io.wizd.protocol.StreamEndedException;
import io.wizd.protocol.StreamedList;
import io.wizd.server.connection.StreamOutput;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A list on its way to a client. Whoever gets one starts or cancels it: until either has happened, and until what
 * was started has ended, its message is in flight. Any thread; nothing here blocks.
 */
public final class ReplyStream {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyStream.class);

    private final Message message;
    private final Supplier<Origin> origin;
    private final StreamedList list;
    private final Streams streams;

    /** Gets the HTTP status of the error that ended it, or 0. */
    private final IntConsumer whenEnded;

    /** Whether it was started, or cancelled before. */
    private final AtomicBoolean taken = new AtomicBoolean();

    private volatile @Nullable Thread thread;

    ReplyStream(Message message, Supplier<Origin> origin, StreamedList list, Streams streams, IntConsumer whenEnded) {
        this.message = message;
        this.origin = origin;
        this.list = list;
        this.streams = streams;
        this.whenEnded = whenEnded;
    }

    /** What is to be sent. */
    public StreamedList list() {
        return list;
    }

    /** Sends it, on a virtual thread of its own. */
    public void start(StreamOutput output) {
        if (taken.compareAndSet(false, true)) {
            Thread maker =
                    Thread.ofVirtual().name(message.msgType() + "-stream").unstarted(() -> run(output));
            thread = maker;
            streams.add(this);
            maker.start();
        }
    }

    /** It will not be sent, or not to its end: one that was not started has ended now, one under way ends soon. */
    public void cancel() {
        if (taken.compareAndSet(false, true)) {
            whenEnded.accept(0);
        }
        Thread maker = thread;
        if (maker != null) {
            maker.interrupt();
        }
    }

    private void run(StreamOutput output) {
        int errorStatus = 0;
        long begunNanos = System.nanoTime();
        try {
            output.send();
            streams.completed(this);
        } catch (StreamEndedException e) {
            LOG.debug("{} from {}: the stream has ended: {}", message, origin.get(), e.getMessage());
        } catch (Throwable e) {
            Fault fault = Faults.of(e, message, origin);
            errorStatus = fault.code().httpStatus();
            output.failed(fault, origin.get());
        } finally {
            streams.ended(this, System.nanoTime() - begunNanos);
            whenEnded.accept(errorStatus);
        }
    }
}
