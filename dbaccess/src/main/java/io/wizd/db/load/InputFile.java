package io.wizd.db.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The bytes to load, readable more than once: a file, or what standard input or a pipe gave, kept in a temporary file
 * that has no name and so goes away with the process. What is appended to the file after it was opened is not seen.
 */
final class InputFile implements AutoCloseable {

    private static final String STDIN = "-";

    private final FileChannel channel;
    private final String name;
    private final Optional<Path> path;
    private final long sizeBytes;

    private InputFile(FileChannel channel, String name, Optional<Path> path) throws IOException {
        this.channel = channel;
        this.name = name;
        this.path = path;
        this.sizeBytes = channel.size();
    }

    /** Opens the file named, or {@code -} for {@code stdin}, which is read to its end here. */
    static InputFile open(String argument, InputStream stdin) throws LoadException {
        if (argument.equals(STDIN)) {
            return spool(stdin, "standard input");
        }
        Path path = Path.of(argument);
        try {
            if (Files.isDirectory(path)) {
                throw new LoadException(ExitStatus.NO_INPUT, argument + " is a directory, not a file of rows");
            }
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                try (InputStream pipe = Files.newInputStream(path)) {
                    return spool(pipe, argument);
                }
            }
            return new InputFile(FileChannel.open(path, StandardOpenOption.READ), argument, Optional.of(path));
        } catch (NoSuchFileException e) {
            throw new LoadException(ExitStatus.NO_INPUT, "there is no file " + argument, e);
        } catch (IOException e) {
            throw new LoadException(ExitStatus.NO_INPUT, "cannot read " + argument + ": " + e.getMessage(), e);
        }
    }

    private static InputFile spool(InputStream source, String name) throws LoadException {
        String folder = System.getenv().getOrDefault("TMPDIR", System.getProperty("java.io.tmpdir"));
        try {
            Path file = Files.createTempFile(Path.of(folder), "wizd-load", ".spool");
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            try {
                OutputStream sink = Channels.newOutputStream(channel);
                source.transferTo(sink);
                return new InputFile(channel, name, Optional.empty());
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new LoadException(
                    ExitStatus.IO,
                    "cannot keep " + name + " in " + folder + " (TMPDIR names another folder): " + e.getMessage(),
                    e);
        }
    }

    /** As the user named it. */
    String name() {
        return name;
    }

    /** Where it lies; empty for standard input and pipes. */
    Optional<Path> path() {
        return path;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** The bytes from the first one on; any number of streams may be open at once. */
    PositionedStream stream() {
        return new PositionedStream(channel, sizeBytes);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
