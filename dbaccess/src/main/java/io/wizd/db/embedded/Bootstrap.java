package io.wizd.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Makes MariaDB's own folder at the first start. It is made beside its place and then renamed, so that a start that is
 * killed half-way leaves nothing that looks like a database. Later starts check that this version can read it.
 */
final class Bootstrap {

    private static final String VERSION_FILE = "wizd-mariadb-version";
    private static final long MIB = 1024 * 1024;
    /** Of MariaDB's own files, besides the redo log. */
    private static final long SYSTEM_BYTES = 128 * MIB;

    private static final long EVERY_START_BYTES = 16 * MIB;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final MariaDbOptions options;
    private final DataDirectory data;
    private final ServerLog log;

    Bootstrap(MariaDbOptions options, ServerLog log) {
        this.options = options;
        this.data = options.data();
        this.log = log;
    }

    /**
     * After this the folder holds a database that this version of MariaDB can open.
     *
     * @throws DatabaseStartException if it holds something else, or cannot be made
     */
    void ensure() throws IOException {
        boolean first = !Files.exists(data.mariadb());
        long needed = first ? SYSTEM_BYTES + options.redoLogBytes() : EVERY_START_BYTES;
        if (data.freeBytes() < needed) {
            throw DatabaseStartException.cannotCreate("the disk of " + data.root() + " is full: "
                    + data.freeBytes() / MIB + " MiB are free and the database needs " + needed / MIB + " MiB");
        }
        if (first) {
            make();
        } else {
            requireReadable();
        }
    }

    private void make() throws IOException {
        Path part = data.root().resolve("mariadb.part");
        Path sql = data.root().resolve("bootstrap.sql");
        delete(part);
        try {
            Files.createDirectory(
                    part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.writeString(sql, options.binaries().bootstrapSql());
            ServerProcess run = ServerProcess.start(options.bootstrap(part), sql, log.file());
            if (!run.endsWithin(LIMIT.toMillis())) {
                run.end();
                throw DatabaseStartException.ioError("MariaDB took more than " + LIMIT.toMinutes()
                        + " minutes to make the database in " + data.root() + "; see " + log.file());
            }
            if (run.exitStatus() != 0) {
                throw DatabaseStartException.cannotCreate(
                        "cannot make the database in " + data.root() + ": " + log.explanation());
            }
            Files.writeString(part.resolve(VERSION_FILE), options.binaries().version() + "\n");
            Files.move(part, data.mariadb(), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(sql);
            delete(part);
        }
    }

    private void requireReadable() throws IOException {
        Path file = data.mariadb().resolve(VERSION_FILE);
        if (!Files.exists(file)) {
            throw DatabaseStartException.cannotCreate(
                    data.mariadb() + " was not made by wizd; move it away or choose another data directory");
        }
        String made = Files.readString(file).strip();
        String version = options.binaries().version();
        int order = Arrays.compare(numbers(made), numbers(version));
        if (order > 0) {
            throw DatabaseStartException.unavailable("data directory " + data.root() + " is of MariaDB " + made
                    + ", newer than the " + version + " of this wizd; start the wizd that last used it");
        }
        if (order < 0) {
            Files.writeString(file, version + "\n");
        }
    }

    private static int[] numbers(String version) {
        return Stream.of(version.split("\\D+"))
                .filter(number -> !number.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
