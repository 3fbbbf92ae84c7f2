package io.wizd.client.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is to be imported.
 *
 * @param path null is standard input
 * @param bytes its size; -1 where it is not known before its end
 */
record ImportFile(@Nullable Path path, long bytes) {
    /** Refuses what cannot be sent. */
    static ImportFile of(String name) {
        if (name.equals("-")) {
            return new ImportFile(null, -1);
        }
        Path path = Path.of(name);
        if (Files.isDirectory(path)) {
            throw new Failure(Exit.NO_INPUT, name + " is a directory: name a file, one at a time");
        }
        if (!Files.isReadable(path)) {
            throw new Failure(Exit.NO_INPUT, "cannot read " + name + ": no such file, or no permission to read it");
        }
        try {
            // A pipe has no size before its end.
            long bytes = Files.isRegularFile(path) ? Files.size(path) : -1;
            if (bytes == 0) {
                throw new Failure(Exit.BAD_DATA, name + " is empty");
            }
            return new ImportFile(path, bytes);
        } catch (IOException e) {
            throw new Failure(Exit.IO_ERROR, "cannot read " + name + ": " + e.getMessage());
        }
    }

    /** For people, here and at the server. */
    String name() {
        return path == null ? "standard input" : String.valueOf(path.getFileName());
    }

    String contentType() {
        String name = lowerCaseName();
        return name.endsWith(".json") || name.endsWith(".json.gz") ? "application/json" : "text/csv";
    }

    boolean isGzip() {
        return lowerCaseName().endsWith(".gz");
    }

    private String lowerCaseName() {
        return name().toLowerCase(Locale.ROOT);
    }

    InputStream open() throws IOException {
        return path == null ? System.in : Files.newInputStream(path);
    }
}
