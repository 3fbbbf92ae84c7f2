package io.wizd.db;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads SQL files from the class path, where the build puts the folder {@code sql/}, or from a folder on disk. */
final class SqlFolder {

    /** One file: its name without folder, and its text. */
    record SqlFile(String name, String text) {

        /** The name without {@code .sql}: for a procedure's file, the procedure. */
        String baseName() {
            return name.substring(0, name.length() - ".sql".length());
        }
    }

    private SqlFolder() {}

    /** The text of one resource; its absence is a fault of the build. */
    static String text(String resource) {
        try (InputStream in = SqlFolder.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("wizd's own file is not on the class path: " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The {@code .sql} files of a folder on the class path, by name; empty if there is no such folder. */
    static List<SqlFile> onClassPath(String folder) {
        URL url = SqlFolder.class.getClassLoader().getResource(folder);
        if (url == null) {
            return List.of();
        }
        try {
            if (!(url.openConnection() instanceof JarURLConnection inJar)) {
                return onDisk(Path.of(url.toURI()));
            }
            // By path, not by URI: a file system opened by URI is shared, and two threads would close it to each other.
            try (FileSystem jar =
                    FileSystems.newFileSystem(Path.of(inJar.getJarFileURL().toURI()))) {
                return onDisk(jar.getPath(folder));
            }
        } catch (URISyntaxException | IOException e) {
            throw new IllegalStateException("cannot list " + url, e);
        }
    }

    /** The {@code .sql} files of a folder, by name; empty if there is no such folder. */
    static List<SqlFile> onDisk(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".sql"))
                    .sorted()
                    .map(SqlFolder::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SqlFile read(Path file) {
        try {
            return new SqlFile(String.valueOf(file.getFileName()), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
