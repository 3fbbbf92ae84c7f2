package io.wizd.bench;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A folder for what a measurement needs, deleted at its end. On Ctrl-C the thread that made it is interrupted, and the end of the JVM
 * waits until it has tidied up.
 */
public final class WorkFolder implements AutoCloseable {
    private static final int TIDY_TIMEOUT_S = 30;

    private final Path path;
    private final CountDownLatch tidy;

    private WorkFolder(Path path, CountDownLatch tidy) {
        this.path = path;
        this.tidy = tidy;
    }

    /** In the folder for temporary files. */
    public static WorkFolder make() throws IOException {
        return new WorkFolder(Files.createTempDirectory("wizd-bench"), tidyBeforeTheEnd(Thread.currentThread()));
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    private static CountDownLatch tidyBeforeTheEnd(Thread measuring) {
        CountDownLatch tidy = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    if (tidy.getCount() == 0) {
                        return;
                    }
                    measuring.interrupt();
                    try {
                        tidy.await(TIDY_TIMEOUT_S, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "tidy");
        Runtime.getRuntime().addShutdownHook(hook);
        return tidy;
    }

    @Override
    public void close() throws IOException {
        try {
            delete();
        } finally {
            tidy.countDown();
        }
    }

    private void delete() throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
