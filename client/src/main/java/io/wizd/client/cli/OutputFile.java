package io.wizd.client.cli;

import io.wizd.program.StandardOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file of the user that gets what a server sends: whole or not at all. A pipe or a device is written as it is, and so is
 * standard output, which is -.
 */
record OutputFile(Path path) {
    private static final int BUFFER_BYTES = 64 * 1024;

    /** Tells early what would be told after a long import. */
    void check() {
        if (isStandardOutput()) {
            return;
        }
        Path folder = path.toAbsolutePath().getParent();
        boolean isWritable = Files.exists(path)
                ? Files.isWritable(path) && !Files.isDirectory(path)
                : folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
        if (!isWritable) {
            throw new Failure(Exit.CANNOT_CREATE, "cannot write " + path + ": name a file in a folder that exists");
        }
    }

    /** The same for rejected rows: who corrects them in a file would lose that. */
    void checkForRejects(boolean force) {
        if (!force && !isStandardOutput() && Files.isRegularFile(path)) {
            throw new Failure(
                    Exit.CANNOT_CREATE, path + " exists already: name another file, or say --force to write over it");
        }
        check();
    }

    boolean isStandardOutput() {
        return path.toString().equals("-");
    }

    /** Where what was saved is, for people. */
    String place() {
        return isStandardOutput() ? "on standard output" : "in " + path;
    }

    /** Reads the reply to its end, and closes it. */
    void save(InputStream reply) {
        try (reply) {
            if (isStandardOutput()) {
                copy(reply, StandardOutput.ofBytes());
            } else if (Files.exists(path) && !Files.isRegularFile(path)) {
                try (OutputStream out = Files.newOutputStream(path)) {
                    copy(reply, out);
                }
            } else {
                saveWhole(reply);
            }
        } catch (IOException e) {
            throw new Failure(
                    Exit.IO_ERROR,
                    isStandardOutput()
                            ? StandardOutput.unwritable(e)
                            : "cannot write " + path + " to its end: " + e.getMessage());
        }
    }

    private void saveWhole(InputStream reply) throws IOException {
        Path file = Files.exists(path) ? path.toRealPath() : path;
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                copy(reply, out);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Tells a connection that is lost from a disk that is full. */
    static void copy(InputStream reply, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int n = read(reply, buffer); n >= 0; n = read(reply, buffer)) {
            out.write(buffer, 0, n);
        }
    }

    private static int read(InputStream reply, byte[] buffer) {
        try {
            return reply.read(buffer);
        } catch (IOException e) {
            throw new NoAnswerFailure(
                    Exit.UNAVAILABLE, "the connection was lost before the end of the reply: " + e.getMessage());
        }
    }
}
