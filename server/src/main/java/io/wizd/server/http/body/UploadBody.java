package io.wizd.server.http.body;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.wizd.event.Events;
import io.wizd.event.Origin;
import io.wizd.event.UploadEvent.UploadFailed;
import io.wizd.event.UploadEvent.UploadNotWritten;
import io.wizd.handlers.spec.Upload;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.WizdException;
import io.wizd.server.http.wire.RequestFields;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request's body on its way to a file. A virtual thread opens the file and writes to it; what comes meanwhile gathers
 * here, and when that is enough the reading has to stop. So it takes two buffers of memory, however large it is. On the
 * event loop, but where it says otherwise.
 */
public final class UploadBody {
    private static final Logger LOG = LoggerFactory.getLogger(UploadBody.class);

    /** So many bytes are written together, and no more are read while others are being written. */
    public static final int CHUNK_BYTES = 64 << 10;

    /** A chunk that is almost full has room for what one read brings. */
    private static final int BUFFER_BYTES = 2 * CHUNK_BYTES;

    private final Channel channel;
    private final long maxBytes;
    private final Supplier<Origin> origin;

    private State state = State.NEW;
    private boolean ended;
    private boolean discarded;
    private long length;
    private @Nullable ByteBuf gathered;
    private @Nullable Fault failure;
    private Runnable whenChanged = () -> {};

    /** Assigned by the thread that opens it, before this is no longer {@link State#OPENING}. */
    private @Nullable UploadFile file;

    private enum State {
        NEW,
        OPENING,
        OPEN,
        WRITING,
        WHOLE
    }

    /** Makes the file. */
    public interface Opening {
        /**
         * Waits for the disk; on a virtual thread.
         *
         * @throws WizdException what speaks against it
         */
        UploadFile open() throws IOException;
    }

    /** What a virtual thread does. */
    private interface Work {
        void run() throws IOException;
    }

    /** @param origin where it comes from, for the lines that tell it */
    public UploadBody(Channel channel, long maxBytes, Supplier<Origin> origin) {
        this.channel = channel;
        this.maxBytes = maxBytes;
        this.origin = origin;
    }

    /**
     * Opens the file, unless that has begun.
     *
     * @param opening makes the file, or throws what speaks against it; called on a virtual thread
     * @param changed called on the event loop each time that a thread has done something, or failed
     */
    public void open(Opening opening, Runnable changed) {
        if (state == State.NEW) {
            whenChanged = changed;
            state = State.OPENING;
            start(() -> file = opening.open(), State.OPEN);
        }
    }

    /**
     * Takes a part of the body.
     *
     * @throws WizdException {@code TOO_LARGE}
     */
    public void add(ByteBuf part) {
        int bytes = part.readableBytes();
        if (bytes > maxBytes - length) {
            throw RequestBody.tooLarge(maxBytes);
        }
        if (bytes > 0) {
            length += bytes;
            if (gathered == null) {
                gathered = channel.alloc().directBuffer(BUFFER_BYTES);
            }
            gathered.writeBytes(part);
            writeIfDue();
        }
    }

    /** Nothing more will come. */
    public void end() {
        ended = true;
        writeIfDue();
    }

    /** Bytes that have come. */
    public long length() {
        return length;
    }

    /** Whether more may be read; where all has come, whether all is in the file. */
    public boolean isReady() {
        return ended ? state == State.WHOLE : isOpen() && gatheredBytes() < CHUNK_BYTES;
    }

    /** What went wrong; null for nothing so far. */
    @Nullable
    public Fault failure() {
        return failure;
    }

    /** The file, which is whole. */
    public Upload upload(RequestFields fields) {
        return new Upload(
                Objects.requireNonNull(file).path(),
                Objects.requireNonNullElse(fields.contentType, ""),
                Objects.requireNonNullElse(fields.contentEncoding, ""),
                length);
    }

    /** It is not wanted any more, be it whole or not. Calling it again does nothing. */
    public void discard() {
        if (!discarded) {
            discarded = true;
            if (gathered != null) {
                gathered.release();
                gathered = null;
            }
            if (state == State.OPEN || state == State.WHOLE) {
                delete();
            }
        }
    }

    /** Deletes what the handler left of it. Any thread; the file is whole. */
    public void delete() {
        if (file != null) {
            Thread.ofVirtual().name("upload").start(file::delete);
        }
    }

    private boolean isOpen() {
        return state == State.OPEN || state == State.WRITING;
    }

    private int gatheredBytes() {
        return gathered == null ? 0 : gathered.readableBytes();
    }

    private void writeIfDue() {
        if (state != State.OPEN || discarded || failure != null || !ended && gatheredBytes() < CHUNK_BYTES) {
            return;
        }
        UploadFile target = Objects.requireNonNull(file);
        @Nullable ByteBuf chunk = gathered;
        boolean last = ended;
        gathered = null;
        state = State.WRITING;
        start(() -> write(target, chunk, last), last ? State.WHOLE : State.OPEN);
    }

    private static void write(UploadFile target, @Nullable ByteBuf chunk, boolean last) throws IOException {
        try {
            if (chunk != null) {
                target.write(chunk);
            }
        } finally {
            if (chunk != null) {
                chunk.release();
            }
        }
        if (last) {
            target.close();
        }
    }

    /** Does the work on a virtual thread; one at a time. */
    private void start(Work work, State next) {
        Thread.ofVirtual().name("upload").start(() -> {
            Fault fault = faultOf(work);
            try {
                channel.eventLoop().execute(() -> done(next, fault));
            } catch (RejectedExecutionException e) {
                LOG.debug("the server has stopped, and deletes the upload: {}", e.toString());
            }
        });
    }

    private @Nullable Fault faultOf(Work work) {
        try {
            work.run();
            return null;
        } catch (WizdException e) {
            return e.fault();
        } catch (IOException e) {
            Events.tell(new UploadNotWritten(origin.get(), e.toString()));
            return Fault.of(
                    ErrorCode.INSUFFICIENT_STORAGE, "the server cannot write the upload: its disk is full, or fails");
        } catch (RuntimeException e) {
            Events.tell(new UploadFailed(origin.get(), e));
            return Fault.of(ErrorCode.INTERNAL);
        }
    }

    private void done(State next, @Nullable Fault fault) {
        state = fault == null ? next : State.OPEN;
        failure = fault;
        if (discarded) {
            delete();
        } else {
            writeIfDue();
            whenChanged.run();
        }
    }
}
