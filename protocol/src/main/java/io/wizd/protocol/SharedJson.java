package io.wizd.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.FileRegion;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON text whose long part lies in buffers that many replies share, and perhaps in a file. It is sent from there, as
 * slices or a region that are retained only when they are written: until then it holds nothing, so a reply that is not sent
 * after all has nothing to release. Whoever makes one vouches that the bytes do not change and that the buffers outlive
 * it. Immutable, any thread.
 */
public final class SharedJson {
    private final byte[] before;
    private final List<ByteBuf> shared;
    private final byte[] after;
    private final @Nullable FileChannel file;
    private final long length;

    private SharedJson(byte[] before, List<ByteBuf> shared, byte[] after, @Nullable FileChannel file) {
        this.before = before;
        this.shared = shared;
        this.after = after;
        this.file = file;
        long sum = before.length + after.length;
        for (ByteBuf part : shared) {
            sum += part.readableBytes();
        }
        this.length = sum;
    }

    /**
     * A text in three parts.
     *
     * @param before the caller gives it away
     * @param shared views whose indexes nobody moves; their readable bytes stand between the two other parts
     * @param after the caller gives it away
     */
    public static SharedJson of(byte[] before, List<ByteBuf> shared, byte[] after) {
        return new SharedJson(before, List.copyOf(shared), after, null);
    }

    /**
     * The same bytes, with a file from which the kernel can send them.
     *
     * @param file begins with what the shared views show, and stays open
     */
    public SharedJson alsoIn(FileChannel file) {
        return new SharedJson(before, shared, after, file);
    }

    /** The same between two more parts. */
    public SharedJson within(byte[] begin, byte[] end) {
        return new SharedJson(joined(begin, before), shared, joined(after, end), file);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Views of the bytes, one behind the other, whose indexes nobody moves. */
    public List<ByteBuf> parts() {
        List<ByteBuf> all = new ArrayList<>(shared.size() + 2);
        all.add(Unpooled.wrappedBuffer(before));
        all.addAll(shared);
        all.add(Unpooled.wrappedBuffer(after));
        return all;
    }

    /** Bytes. */
    public long length() {
        return length;
    }

    /** Appends a copy of the bytes: for short ones, where a slice costs more. */
    public void copyTo(ByteBuf out) {
        out.writeBytes(before);
        for (ByteBuf part : shared) {
            out.writeBytes(part, part.readerIndex(), part.readableBytes());
        }
        out.writeBytes(after);
    }

    /** Appends the bytes without copying those in direct buffers, which stay retained until {@code out} is released. */
    public void sliceTo(CompositeByteBuf out) {
        out.addComponent(true, copy(out, Unpooled.wrappedBuffer(before)));
        List<ByteBuf> slices = new ArrayList<>(shared.size());
        for (ByteBuf part : shared) {
            slices.add(part.isDirect() ? part.retainedSlice() : copy(out, part));
        }
        out.addComponents(true, slices);
        out.addComponent(true, copy(out, Unpooled.wrappedBuffer(after)));
    }

    /** Whether {@link #region} may be asked for. */
    public boolean hasFile() {
        return file != null;
    }

    /** What is before the shared part. */
    public ByteBuf before() {
        return Unpooled.wrappedBuffer(before);
    }

    /** The shared part, for whoever sends and releases it. */
    public FileRegion region() {
        if (file == null) {
            throw new IllegalStateException("these bytes are in no file");
        }
        return new SharedRegion(file, 0, length - before.length - after.length, shared.getFirst());
    }

    /** What is behind the shared part. */
    public ByteBuf after() {
        return Unpooled.wrappedBuffer(after);
    }

    /** What is on the heap would make the transport copy everything. */
    private static ByteBuf copy(CompositeByteBuf out, ByteBuf part) {
        int bytes = part.readableBytes();
        return out.alloc().ioBuffer(bytes).writeBytes(part, part.readerIndex(), bytes);
    }
}
