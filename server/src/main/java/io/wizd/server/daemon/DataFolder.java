package io.wizd.server.daemon;

import io.wizd.db.embedded.FileFaults;
import io.wizd.event.Events;
import io.wizd.event.ServerEvent.DataFolderNotTidied;
import io.wizd.server.setup.StartException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The data directory, as far as the running server is concerned.
 *
 * <pre>
 * wizd.lock         locked by the server that runs on this directory; the kernel takes the lock back when it dies
 * wizd.pid          its process id, for other programs
 * wizd.properties   its process id, address and version, for bin/wizd
 * wizd.log          the log of a server in the background; older ones are wizd.DATE.N.log.gz
 * wizd.out          what the last server in the background wrote to its standard output and error
 * uploads/          request bodies that go to files (mode 0700)
 * set-up            empty: a start went well here, and later ones wait for databases that are away
 * admin-password    the password of the account admin, from the first start (mode 0600)
 * </pre>
 */
public record DataFolder(Path path) {

    /**
     * Makes the folder where it is missing, readable by its owner only.
     *
     * @throws StartException if it cannot be made, or belongs to somebody else: files of another user in it would
     *     keep its owner from starting
     */
    public static DataFolder made(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            requireOwner(path);
            return new DataFolder(path);
        } catch (FileAlreadyExistsException e) {
            throw notADirectory(path, e);
        } catch (IOException e) {
            throw new StartException(
                    StartException.CANNOT_CREATE,
                    "cannot make the data directory " + path + ": " + FileFaults.reason(e)
                            + "; choose another one (--data DIR)",
                    e);
        }
    }

    /** What is told where the path is a file. */
    static StartException notADirectory(Path path, IOException e) {
        return new StartException(
                StartException.CANNOT_CREATE,
                "data directory " + path + " is a file; choose another directory (--data DIR)",
                e);
    }

    /**
     * Removes a directory with nothing in it but the lock and what a start in vain wrote, which has made it and has said why. Its
     * instance is closed.
     */
    public void removeIfUnused() {
        try {
            List<Path> files;
            try (Stream<Path> all = Files.list(path)) {
                files = all.toList();
            }
            if (Set.of(lock(), output(), log()).containsAll(files)) {
                for (Path file : files) {
                    Files.delete(file);
                }
                Files.delete(path);
            }
        } catch (IOException e) {
            Events.tell(new DataFolderNotTidied(path, FileFaults.reason(e)));
        }
    }

    private static void requireOwner(Path path) throws IOException {
        String owner = Files.getOwner(path).getName();
        String user = FileFaults.currentUser();
        if (!owner.equals(user)) {
            throw new StartException(
                    StartException.NOT_PERMITTED,
                    "data directory " + path + " belongs to " + owner + " and this is " + user + "; start wizd as "
                            + owner + " or choose another directory (--data DIR)");
        }
    }

    Path lock() {
        return path.resolve("wizd.lock");
    }

    Path pidFile() {
        return path.resolve("wizd.pid");
    }

    Path properties() {
        return path.resolve("wizd.properties");
    }

    Path output() {
        return path.resolve("wizd.out");
    }

    /** Whether a first start has been here. */
    public boolean hasAdminPassword() {
        return Files.exists(path.resolve("admin-password"));
    }

    /** The password of the account admin. */
    public String adminPassword() throws IOException {
        return Files.readString(path.resolve("admin-password")).strip();
    }

    /** The log of a server in the background. */
    public Path log() {
        return path.resolve("wizd.log");
    }
}
