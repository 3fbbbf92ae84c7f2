package io.wizd.handlers.fib;

import io.wizd.event.Events;
import io.wizd.event.FibEvent.FibMemoryMissing;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Memory for the segments of a table, mapped from a file without a name, from which the kernel can send it without a
 * copy. Segments lie in the file one behind the other. If there is no such file, or no more room, what follows is
 * plain memory. The file goes with the garbage collector, when neither a segment nor a reply needs it. One thread at a
 * time.
 */
final class SegmentFile {
    /** Where files are memory, on Linux. */
    static final Path MEMORY = Path.of("/dev/shm");

    private final Path folder;
    private @Nullable Backing backing;

    /** @param channel only for sending: an interrupt closes it for all, wherever else it is used */
    private record Backing(RandomAccessFile file, FileChannel channel, MappedByteBuffer memory) {}

    /** @param bytes of all segments; they take no room before they are allocated */
    SegmentFile(Path folder, int bytes) {
        this.folder = folder;
        try {
            this.backing = open(folder, bytes);
        } catch (IOException e) {
            tell(e);
        }
    }

    private static Backing open(Path folder, int bytes) throws IOException {
        Path name = Files.createTempFile(folder, "wizd-fib", null);
        RandomAccessFile file = new RandomAccessFile(name.toFile(), "rw");
        Files.delete(name);
        FileChannel channel = file.getChannel();
        return new Backing(file, channel, channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes));
    }

    private void tell(IOException e) {
        Events.tell(new FibMemoryMissing(folder, e.toString()));
    }

    /** The file that holds all segments, for sending alone; null when one of them is not there. */
    @Nullable
    FileChannel channel() {
        return backing == null ? null : backing.channel();
    }

    /** Memory for the next segment. */
    ByteBuffer allocate(int bytes) {
        if (backing != null) {
            try {
                return inFile(backing, bytes);
            } catch (IOException e) {
                backing = null;
                tell(e);
            }
        }
        return ByteBuffer.allocateDirect(bytes);
    }

    private static ByteBuffer inFile(Backing backing, int bytes) throws IOException {
        int begin = (int) backing.file().getFilePointer();
        // Without it a full disk would be a signal, when the mapping is written to.
        backing.file().write(new byte[bytes]);
        return backing.memory().slice(begin, bytes);
    }
}
