package io.wizd.handlers.fib;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory for the segments of a table, which a file without a name backs, so that the kernel can send from there without
 * a copy. Segments lie in the file one behind the other. Where there is no such file, or no more room, what follows is
 * plain memory. The file goes with the garbage collector, when neither a segment nor a reply needs it. One thread at a
 * time.
 */
final class SegmentFile {
    /** Where files are memory, on Linux. */
    static final Path MEMORY = Path.of("/dev/shm");

    private static final Logger LOG = LoggerFactory.getLogger(SegmentFile.class);

    private final Path folder;
    private @Nullable FileChannel file;
    private long length;
    private boolean failed;

    SegmentFile(Path folder) {
        this.folder = folder;
    }

    /** The file that holds all segments; null when one of them is not there. */
    @Nullable
    FileChannel file() {
        return failed ? null : file;
    }

    /** Memory for one more segment, filled with zeros. */
    ByteBuffer allocate(int bytes) {
        if (!failed) {
            try {
                return inFile(bytes);
            } catch (IOException e) {
                failed = true;
                LOG.warn("{}: no room for the Fibonacci numbers, so sending them takes a copy: {}", folder, e.toString());
            }
        }
        return ByteBuffer.allocateDirect(bytes);
    }

    private ByteBuffer inFile(int bytes) throws IOException {
        if (file == null) {
            file = withoutName(folder);
        }
        // Written and not only mapped: a full disk is an error here, and would be a signal later.
        ByteBuffer zeros = ByteBuffer.allocateDirect(bytes);
        while (zeros.hasRemaining()) {
            length += file.write(zeros, length);
        }
        return file.map(FileChannel.MapMode.READ_WRITE, length - bytes, bytes);
    }

    private static FileChannel withoutName(Path folder) throws IOException {
        return FileChannel.open(
                Files.createTempFile(folder, "wizd-fib", null),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }
}
