package io.wizd.handlers.members.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of the jobs of one data directory. Their names are made of the jobs' numbers alone. Any thread. */
final class JobFolder {
    private static final Pattern FILE = Pattern.compile("(\\d+)\\.(file|keys|rejects\\.csv)");
    private static final Duration KEEP_REJECTS = Duration.ofDays(30);

    private final Path folder;
    private final String server;

    /** Makes it, readable for its owner alone, where it is not there. */
    JobFolder(Path folder) throws IOException {
        this.folder = folder.toAbsolutePath();
        Files.createDirectories(
                this.folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.setPosixFilePermissions(this.folder, PosixFilePermissions.fromString("rwx------"));
        Path id = this.folder.resolve("server-id");
        if (!Files.exists(id)) {
            Files.writeString(id, UUID.randomUUID().toString());
        }
        this.server = Files.readString(id).strip();
    }

    /** By which the jobs of this folder are known: whoever has the folder can do them, and nobody else. */
    String server() {
        return server;
    }

    /** What was sent. */
    Path file(long job) {
        return folder.resolve(job + ".file");
    }

    /** The rows of it that became no members. */
    Path rejects(long job) {
        return folder.resolve(job + ".rejects.csv");
    }

    /** The keys of its rows, while it runs. */
    Path keys(long job) {
        return folder.resolve(job + ".keys");
    }

    /** Takes a file over. */
    void take(Path from, long job) throws IOException {
        Files.move(from, file(job));
    }

    /** Deletes the files of jobs that have ended, and rejected rows that nobody fetched for a month. */
    void tidy(List<Long> unfinished) throws IOException {
        Set<Long> needed = Set.copyOf(unfinished);
        Instant oldest = Instant.now().minus(KEEP_REJECTS);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Matcher name = FILE.matcher(file.getFileName().toString());
                if (name.matches() && !needed.contains(Long.parseLong(name.group(1)))) {
                    boolean isOld = Files.getLastModifiedTime(file).toInstant().isBefore(oldest);
                    if (!name.group(2).equals("rejects.csv") || isOld) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        }
    }
}
