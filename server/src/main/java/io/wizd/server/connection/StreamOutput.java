package io.wizd.server.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.ReferenceCountUtil;
import io.wizd.budget.ProcessorBudget;
import io.wizd.event.ConnectionEvent.ReplyBrokenOff;
import io.wizd.event.Events;
import io.wizd.event.Origin;
import io.wizd.protocol.Fault;
import io.wizd.protocol.ItemSink;
import io.wizd.protocol.StreamEndedException;
import io.wizd.protocol.StreamedList;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A list on its way to a client, as a face puts it on the wire: a virtual thread makes it, in chunks of {@value #CHUNK_BYTES}
 * bytes. At most {@value #CHUNKS_UNDER_WAY} of them are on their way; then the thread waits until the client has taken one. So a
 * reply of any length takes constant memory. For one thread, but {@link #failed}, {@link #written} and {@link #refused}.
 */
public abstract class StreamOutput implements ItemSink {
    private static final int CHUNK_BYTES = 64 << 10;
    private static final int CHUNKS_UNDER_WAY = 2;

    private final Connection connection;
    private final Channel channel;
    private final StreamedList list;
    private final ItemForm form;
    private final @Nullable ProcessorBudget gzipBudget;
    private final Semaphore room = new Semaphore(CHUNKS_UNDER_WAY);
    private @Nullable StreamGzip gzip;
    private @Nullable ByteBuf chunk;

    /** Bytes written, as they were before they were compressed. */
    private long length;

    private volatile boolean begun;
    private volatile boolean gone;

    /**
     * For one reply.
     *
     * @param gzipBudget what it may take to compress the bytes; null if they are sent as they are
     */
    protected StreamOutput(
            Connection connection, StreamedList list, ItemForm form, @Nullable ProcessorBudget gzipBudget) {
        this.connection = connection;
        this.channel = connection.channel();
        this.list = list;
        this.form = form;
        this.gzipBudget = gzipBudget;
    }

    /** Bytes to keep free in front of each chunk. */
    protected int roomInFront() {
        return 0;
    }

    /**
     * Appends what comes before the first chunk.
     *
     * @param length bytes of all chunks, where that is known already, or {@link StreamedList#UNKNOWN}
     * @throws io.wizd.protocol.WizdException if the face cannot send that
     */
    protected abstract void begin(ByteBuf out, long length);

    /** Fills the room in front of a chunk that has content, or skips it, and appends what belongs behind it. */
    protected void wrap(ByteBuf chunk) {}

    /** Appends what follows the last chunk. */
    protected abstract void end(ByteBuf out);

    /** All was handed to the channel; on the event loop. */
    protected abstract void written();

    /** Nothing was sent, and the reply is this fault instead; on the event loop. */
    protected abstract void refused(Fault fault);

    /**
     * Sends the whole list, and closes the connection where that has ended too early. Blocks; to be interrupted when it is to end.
     *
     * @throws StreamEndedException if the client does not wait for it any more
     * @throws IllegalStateException if the list is not as long as it said
     */
    public final void send() {
        try {
            if (gzipBudget != null) {
                gzip = new StreamGzip(gzipBudget, this::append);
            }
            form.begin(list, this);
            list.producer().produce(this);
            form.end(this);
            checkLength();
            finish();
        } catch (StreamEndedException e) {
            channel.close();
            throw e;
        } finally {
            dropUnsent();
        }
    }

    private void checkLength() {
        long said = form.length(list);
        if (said != StreamedList.UNKNOWN && said != length) {
            throw new IllegalStateException(
                    "a list of " + list.field() + " has " + length + " bytes, not the " + said + " it said");
        }
    }

    /** The list broke off. A reply that has begun cannot become another one: the connection is closed. Any thread. */
    public final void failed(Fault fault, Origin origin) {
        if (begun) {
            Events.tell(new ReplyBrokenOff(channel.toString(), origin, fault.toString()));
            channel.close();
        } else {
            connection.execute(() -> refused(fault));
        }
    }

    @Override
    public final void item(byte[] array, int offset, int length) {
        form.item(array, offset, length, this);
    }

    /** Takes the bytes; may wait for the client. */
    public final void write(byte[] bytes, int offset, int count) {
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
    public final void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    /** Takes one byte; may wait for the client. */
    public final void write(char ascii) {
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
    public final void write(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public final void flush() {
        if (gzip != null) {
            gzip.flush();
        }
        if (chunk != null && content(chunk) > 0) {
            send(Place.AMONG_OTHERS);
        }
    }

    private void finish() {
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
            int reserve = roomInFront();
            chunk = channel.alloc().ioBuffer(reserve + CHUNK_BYTES + 16).writeZero(reserve);
        }
        return chunk;
    }

    private int content(ByteBuf buffer) {
        return buffer.readableBytes() - roomInFront();
    }

    private void send(Place place) {
        awaitRoom();
        ByteBuf out = chunk();
        int content = content(out);
        ByteBuf head = begun ? null : head(place == Place.LAST ? content : lengthSaid());
        if (content > 0) {
            wrap(out);
        } else {
            out.clear();
        }
        if (place == Place.LAST) {
            end(out);
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

    /** Of what is compressed nobody knows the length before. */
    private long lengthSaid() {
        return gzipBudget == null ? form.length(list) : StreamedList.UNKNOWN;
    }

    private ByteBuf head(long knownLength) {
        ByteBuf head = channel.alloc().ioBuffer(512);
        try {
            begin(head, knownLength);
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
            written();
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
