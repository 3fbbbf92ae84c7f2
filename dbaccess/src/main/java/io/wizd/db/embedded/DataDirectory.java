package io.wizd.db.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder that holds a database, and the right to use it: one process at a time, by a file lock that the kernel
 * takes back when the process dies.
 *
 * <pre>
 * database.lock         locked while in use; holds the pid of the user
 * database.properties   how bin/load finds the running database (mode 0600)
 * mariadb/              MariaDB's own data
 * mariadb.log           its log
 * mariadb.pid           its process id, while it runs
 * mariadb.sock          its Unix socket, where the path fits
 * tmp/                  its temporary files
 * </pre>
 */
final class DataDirectory implements AutoCloseable {

    /** MariaDB's own data, there only once it was made whole. */
    static final String MARIADB = "mariadb";

    /** The longest path that fits into a Unix socket's address (unix(7)), in bytes. */
    private static final int MAX_SOCKET_PATH_BYTES = 107;

    /** A file lock excludes other processes, not other threads of this one. */
    private static final Set<Path> OPEN_IN_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final FileChannel lock;

    private DataDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Makes the folder where it is missing, and takes it.
     *
     * @throws DatabaseStartException if it cannot be made or written, belongs to somebody else, or is in use
     */
    static DataDirectory open(Path directory) {
        Path root = made(directory);
        if (!OPEN_IN_THIS_PROCESS.add(root)) {
            throw inUse(root, String.valueOf(ProcessHandle.current().pid()));
        }
        try {
            return new DataDirectory(root, locked(root));
        } catch (RuntimeException e) {
            OPEN_IN_THIS_PROCESS.remove(root);
            throw e;
        }
    }

    Path root() {
        return root;
    }

    Path mariadb() {
        return root.resolve(MARIADB);
    }

    Path log() {
        return root.resolve("mariadb.log");
    }

    Path pidFile() {
        return root.resolve("mariadb.pid");
    }

    Path properties() {
        return root.resolve("database.properties");
    }

    /** The argument for {@code --socket}; empty, which means no socket, where the path is too long for one. */
    String socket() {
        String path = root.resolve("mariadb.sock").toString();
        return path.getBytes(StandardCharsets.UTF_8).length <= MAX_SOCKET_PATH_BYTES ? path : "";
    }

    /** An existing folder for temporary files; what a killed server left there is its own business to remove. */
    Path temporary() throws IOException {
        return Files.createDirectories(root.resolve("tmp"));
    }

    /** Free bytes of the disk. */
    long freeBytes() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    /** Replaces a file at once by one that only its owner can read. */
    void writeSecret(Path file, String text) throws IOException {
        Path part = Files.createTempFile(root, file.getFileName().toString(), ".part");
        try {
            Files.setPosixFilePermissions(
                    part, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
            Files.writeString(part, text);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Gives the folder back. */
    @Override
    public void close() throws IOException {
        try {
            lock.close();
        } finally {
            OPEN_IN_THIS_PROCESS.remove(root);
        }
    }

    private static Path made(Path directory) {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(
                        directory.toAbsolutePath(),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Path root = directory.toRealPath();
            String owner = Files.getOwner(root).getName();
            String user = FileFaults.currentUser();
            if (!owner.equals(user)) {
                throw DatabaseStartException.cannotCreate("data directory " + root + " belongs to " + owner
                        + " and this is " + user + "; start wizd as " + owner + " or choose another directory");
            }
            return root;
        } catch (FileAlreadyExistsException e) {
            throw DatabaseStartException.cannotCreate(
                    "data directory " + directory + " is a file; choose another directory");
        } catch (IOException e) {
            throw DatabaseStartException.cannotCreate(
                    "cannot make the data directory " + directory + ": " + FileFaults.reason(e));
        }
    }

    private static FileChannel locked(Path root) {
        Path file = root.resolve("database.lock");
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw inUse(root, Files.readString(file).strip());
            }
            channel.truncate(0);
            channel.write(StandardCharsets.UTF_8.encode(ProcessHandle.current().pid() + "\n"));
            return channel;
        } catch (IOException e) {
            throw DatabaseStartException.cannotCreate(
                    "cannot write in the data directory " + root + ": " + FileFaults.reason(e));
        }
    }

    private static DatabaseStartException inUse(Path root, String pid) {
        return DatabaseStartException.tryLater("data directory " + root + " is in use by another wizd"
                + (pid.isEmpty() ? "" : " (process " + pid + ")") + "; stop it or choose another directory");
    }
}
