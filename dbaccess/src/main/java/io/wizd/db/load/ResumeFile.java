package io.wizd.db.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Where a load notes how far it has come, one file for each input, table and server, in
 * {@code $XDG_STATE_HOME/wizd/load} (default {@code ~/.local/state/wizd/load}). Before each commit it says what is about
 * to be committed, and by which row that can be seen; after it, that it was. So a load killed at any moment can go on
 * without a row lost or doubled. For one thread.
 */
final class ResumeFile {

    private static final String DONE = "done.";
    private static final String PENDING = "pending.";
    private static final String WITNESS = "witness.";
    private static final int NAME_HASH_CHARS = 12;

    /** What the file says: how far the load is, and where a commit had begun, how far it is if that went through. */
    record Saved(ResumePoint done, Optional<ResumePoint> pending, Witness witness) {}

    private final Path path;

    private ResumeFile(Path path) {
        this.path = path;
    }

    /** @param server what names the server for good: a port may change when it is started again */
    static ResumeFile of(InputFile input, TableName table, String server, Map<String, String> environment) {
        String inputId = input.path()
                .map(path -> path.toAbsolutePath().normalize().toString())
                .orElse("-");
        String name = input.path().map(path -> path.getFileName().toString()).orElse("stdin");
        String hash = hash(inputId + "\n" + table + "\n" + server);
        return new ResumeFile(
                folder(environment).resolve(safe(name) + "-" + safe(table.toString()) + "-" + hash + ".properties"));
    }

    Path path() {
        return path;
    }

    Optional<Saved> read() throws LoadException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(path)) {
            properties.load(in);
            Optional<ResumePoint> pending = properties.containsKey(PENDING + "row")
                    ? Optional.of(ResumePoint.of(properties, PENDING))
                    : Optional.empty();
            return Optional.of(new Saved(ResumePoint.of(properties, DONE), pending, witness(properties)));
        } catch (IOException | IllegalArgumentException e) {
            throw new LoadException(
                    ExitStatus.IO, "cannot read " + path + ", which says how far the load came: " + e.getMessage(), e);
        }
    }

    /** Notes, for good, that a commit is about to begin. */
    void committing(ResumePoint done, ResumePoint next, Witness witness) throws LoadException {
        Properties properties = new Properties();
        done.store(properties, DONE);
        next.store(properties, PENDING);
        witness.keyValues().forEach((column, value) -> properties.setProperty(WITNESS + column, value));
        write(properties);
    }

    /** Notes that everything up to a point is in the table, and nothing else is under way. */
    void done(ResumePoint point) throws LoadException {
        if (point.row() == 0) {
            delete();
            return;
        }
        Properties properties = new Properties();
        point.store(properties, DONE);
        write(properties);
    }

    void delete() throws LoadException {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new LoadException(ExitStatus.IO, "cannot delete " + path + ": " + e.getMessage(), e);
        }
    }

    private void write(Properties properties) throws LoadException {
        try {
            Files.createDirectories(path.getParent());
            Path next = path.resolveSibling(path.getFileName() + ".new");
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            properties.store(bytes, "wizd load: how far it came; bin/load --resume reads it");
            try (FileChannel channel = FileChannel.open(
                    next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(false);
            }
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StoppedException(
                    ExitStatus.CANNOT_CREATE,
                    "cannot note how far the load came in " + path + " (XDG_STATE_HOME names another folder): " + e,
                    e);
        }
    }

    private static Witness witness(Properties properties) {
        Map<String, String> keyValues = new LinkedHashMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(WITNESS)) {
                keyValues.put(name.substring(WITNESS.length()), properties.getProperty(name, ""));
            }
        }
        return new Witness(keyValues);
    }

    private static Path folder(Map<String, String> environment) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path base = state.isEmpty() ? Path.of(System.getProperty("user.home"), ".local", "state") : Path.of(state);
        return base.resolve("wizd").resolve("load");
    }

    private static String safe(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
        return plain.length() > 60 ? plain.substring(0, 60) : plain;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, NAME_HASH_CHARS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
