package io.wizd.handlers.fib;

import io.netty.buffer.ByteBuf;
import io.wizd.event.Events;
import io.wizd.event.FibEvent.FibTableDamaged;
import io.wizd.event.FibEvent.FibTableNotWritten;
import io.wizd.event.FibEvent.FibTableRead;
import io.wizd.event.FibEvent.FibTableUnreadable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a table while no server runs: how many numbers and the CRC-32C of their text, four bytes each, then the text. It
 * is replaced as a whole, so a server that is killed leaves what the one before it wrote. What cannot be read or written
 * is told in the log, and computed again. Any thread.
 */
final class FibFile {
    private static final int HEAD_BYTES = 2 * Integer.BYTES;

    private final Path path;

    /** How many numbers the file has, as far as is known. */
    private int stored;

    /** @param path of the file, in a folder that is there */
    FibFile(Path path) {
        this.path = path;
    }

    /** Puts what is there into the table; a damaged file is deleted. */
    synchronized void readInto(FibTable table) {
        if (!Files.exists(path)) {
            return;
        }
        long begun = System.nanoTime();
        try (FileChannel channel = FileChannel.open(path)) {
            ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
            channel.read(head);
            String fault = isWhole(channel, head.flip()) ? restore(channel, head, table) : "its length is wrong";
            if (fault == null) {
                Events.tell(new FibTableRead(table.count(), (System.nanoTime() - begun) / 1_000_000));
            } else {
                Files.delete(path);
                Events.tell(new FibTableDamaged(path, fault));
            }
        } catch (IOException e) {
            Events.tell(new FibTableUnreadable(path, e.toString()));
        }
    }

    private static boolean isWhole(FileChannel channel, ByteBuffer head) throws IOException {
        if (head.remaining() < HEAD_BYTES) {
            return false;
        }
        int count = head.getInt(0);
        return count > 0
                && count <= Fibonacci.LARGEST_CACHED_MAX
                && channel.size() == HEAD_BYTES + FibTable.textLength(count);
    }

    /** Gives what is wrong with it, null if nothing is. */
    private @Nullable String restore(FileChannel channel, ByteBuffer head, FibTable table) throws IOException {
        int count = head.getInt();
        ByteBuffer text = channel.map(FileChannel.MapMode.READ_ONLY, HEAD_BYTES, FibTable.textLength(count));
        CRC32C checksum = new CRC32C();
        checksum.update(text.duplicate());
        if ((int) checksum.getValue() != head.getInt()) {
            return "its checksum is wrong";
        }
        table.restore(text, count);
        stored = count;
        return null;
    }

    /** Replaces the file where the table has more numbers. */
    synchronized void write(FibTable table) {
        int count = table.count();
        if (count <= stored) {
            return;
        }
        Path next = path.resolveSibling(path.getFileName() + ".next");
        try {
            write(next, count, table.text(count));
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
            stored = count;
        } catch (IOException e) {
            Events.tell(new FibTableNotWritten(path, e.toString()));
        }
    }

    private static void write(Path file, int count, List<ByteBuf> text) throws IOException {
        CRC32C checksum = new CRC32C();
        text.forEach(part -> checksum.update(part.nioBuffer()));
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(HEAD_BYTES)
                    .putInt(count)
                    .putInt((int) checksum.getValue())
                    .flip());
            for (ByteBuf part : text) {
                for (ByteBuffer rest = part.nioBuffer(); rest.hasRemaining(); ) {
                    channel.write(rest);
                }
            }
        }
    }
}
