package io.wizd.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** Data directories of servers that live as long as the JVM may, deleted at its end. */
public final class TestFolders {
    private static final Queue<Path> FOLDERS = new ConcurrentLinkedQueue<>();
    private static final Queue<Runnable> USERS = new ConcurrentLinkedQueue<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            USERS.forEach(Runnable::run);
            FOLDERS.forEach(TestFolders::delete);
        }));
    }

    private TestFolders() {}

    /** Ends what writes into one of them until the JVM ends. */
    static void beforeDeletion(Runnable end) {
        USERS.add(end);
    }

    /** An empty one. */
    public static Path newFolder() {
        try {
            Path folder = Files.createTempDirectory("wizd-data");
            FOLDERS.add(folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("left behind: " + folder + ": " + e);
        }
    }
}
