package io.wizd.server.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.ReferenceCountUtil;
import io.wizd.budget.ProcessorBudget;
import io.wizd.protocol.Fault;
import io.wizd.protocol.StreamEndedException;
import io.wizd.protocol.StreamedList;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a virtual thread writes into a connection bit by bit, in chunks of {@value #CHUNK_BYTES} bytes. At most {@value
 * #CHUNKS_UNDER_WAY} of them are on their way; then the thread waits until the client has taken one. So a reply of any
 * length takes constant memory. For one thread, but {@link #failed}.
 */
public final class StreamOutput {
    private static final Logger LOG = LoggerFactory.getLogger(StreamOutput.class);
    private static final int CHUNK_BYTES = 64 << 10;
    private static final int CHUNKS_UNDER_WAY = 2;

    private final Connection connection;
    private final Channel channel;
    private final Wrapping wrapping;
    private final @Nullable ProcessorBudget gzipBudget;
    private final Semaphore room = new Semaphore(CHUNKS_UNDER_WAY);
    private @Nullable StreamGzip gzip;
    private @Nullable ByteBuf chunk;
    private long length;
    private volatile boolean begun;
    private volatile boolean gone;

    /** What a transport puts around the bytes. All on the thread that writes, but {@link #written}. */
    public interface Wrapping {
        /** Bytes to keep free in front of each chunk. */
        int roomInFront();

        /**
         * Appends what comes before the first chunk.
         *
         * @param length bytes of all chunks, where that is known already, or {@link StreamedList#UNKNOWN}
         * @throws io.wizd.protocol.WizdException where the transport cannot send that
         */
        void begin(ByteBuf out, long length);

        /** Fills the room in front of a chunk that has content, or skips it, and appends what belongs behind it. */
        void wrap(ByteBuf chunk);

        /** Appends what comes behind the last chunk. */
        void end(ByteBuf out);

        /** All was handed to the channel; on the event loop. */
        void written();
    }

    /**
     * For one reply.
     *
     * @param gzipBudget what it may take to compress the bytes; null where they are sent as they are
     */
    public StreamOutput(Connection connection, Wrapping wrapping, @Nullable ProcessorBudget gzipBudget) {
        this.connection = connection;
        this.gzipBudget = gzipBudget;
        this.channel = connection.channel();
        this.wrapping = wrapping;
    }

    /**
     * Sends the whole list, and closes the connection where that has ended too early.
     *
     * @throws StreamEndedException where the client does not wait for it any more
     */
    public void send(ItemForm form, StreamedList list) {
        try {
            if (gzipBudget != null) {
                gzip = new StreamGzip(gzipBudget, this::append);
            }
            form.writeTo(this, list);
        } catch (StreamEndedException e) {
            channel.close();
            throw e;
        } finally {
            dropUnsent();
        }
    }

    /**
     * The list broke off. A reply that has begun cannot become another one: the connection is closed. Any thread.
     *
     * @param refusal what else is to be done, on the event loop, where nothing was sent
     */
    public void failed(Fault fault, Runnable refusal) {
        if (begun) {
            LOG.warn("{}: closed in the middle of a reply: {}", channel, fault);
            channel.close();
        } else {
            connection.execute(refusal);
        }
    }

    /** Bytes written, as they were before they were compressed, without what the transport puts around them. */
    public long length() {
        return length;
    }

    /** Takes the bytes; may wait for the client. */
    public void write(byte[] bytes, int offset, int count) {
        length += count;
        if (gzip != null) {
            gzip.write(bytes, offset, count);
        } else {
            append(bytes, offset, count);
        }
    }

    private void append(byte[] bytes, int offset, int count) {
        int from = offset;
        int left = count;
        while (left > 0) {
            ByteBuf into = chunk();
            int part = Math.min(left, CHUNK_BYTES - content(into));
            into.writeBytes(bytes, from, part);
            from += part;
            left -= part;
            if (content(into) == CHUNK_BYTES) {
                send(Place.AMONG_OTHERS);
            }
        }
    }

    /** Takes the bytes; may wait for the client. */
    public void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    /** Takes one byte; may wait for the client. */
    public void write(char ascii) {
        length++;
        if (gzip != null) {
            gzip.write((byte) ascii);
            return;
        }
        ByteBuf into = chunk();
        into.writeByte(ascii);
        if (content(into) == CHUNK_BYTES) {
            send(Place.AMONG_OTHERS);
        }
    }

    /** Takes the UTF-8 bytes of the text; may wait for the client. */
    public void write(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends what there is. */
    public void flush() {
        if (gzip != null) {
            gzip.flush();
        }
        if (chunk != null && content(chunk) > 0) {
            send(Place.AMONG_OTHERS);
        }
    }

    /** Sends what there is, and the end. */
    public void end() {
        if (gzip != null) {
            gzip.end();
        }
        send(Place.LAST);
    }

    private enum Place {
        AMONG_OTHERS,
        LAST
    }

    private ByteBuf chunk() {
        if (chunk == null) {
            int reserve = wrapping.roomInFront();
            chunk = channel.alloc().ioBuffer(reserve + CHUNK_BYTES + 16).writeZero(reserve);
        }
        return chunk;
    }

    private int content(ByteBuf buffer) {
        return buffer.readableBytes() - wrapping.roomInFront();
    }

    private void send(Place place) {
        awaitRoom();
        ByteBuf out = chunk();
        int content = content(out);
        ByteBuf head = begun ? null : head(place == Place.LAST ? content : StreamedList.UNKNOWN);
        if (content > 0) {
            wrapping.wrap(out);
        } else {
            out.clear();
        }
        if (place == Place.LAST) {
            wrapping.end(out);
        }
        chunk = null;
        begun = true;
        try {
            connection.execute(() -> write(head, out, place));
        } catch (RejectedExecutionException e) {
            ReferenceCountUtil.release(head);
            out.release();
            throw new StreamEndedException("the server has stopped");
        }
        // A virtual thread keeps its carrier until it waits, and one whose client is fast may not wait for long.
        Thread.yield();
    }

    private ByteBuf head(long knownLength) {
        ByteBuf head = channel.alloc().ioBuffer(512);
        try {
            wrapping.begin(head, knownLength);
            return head;
        } catch (RuntimeException e) {
            head.release();
            throw e;
        }
    }

    private void awaitRoom() {
        try {
            room.acquire();
        } catch (InterruptedException e) {
            throw new StreamEndedException("nobody waits for it any more");
        }
        if (gone) {
            throw new StreamEndedException("the connection is gone");
        }
    }

    private void write(@Nullable ByteBuf head, ByteBuf out, Place place) {
        if (head != null) {
            channel.write(head, channel.voidPromise());
        }
        channel.write(out).addListener(sent -> {
            gone |= !sent.isSuccess();
            room.release();
        });
        if (place == Place.LAST) {
            wrapping.written();
        }
    }

    private void dropUnsent() {
        if (gzip != null) {
            gzip.drop();
        }
        if (chunk != null) {
            chunk.release();
            chunk = null;
        }
    }
}
