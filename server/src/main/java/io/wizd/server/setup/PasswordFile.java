package io.wizd.server.setup;

import io.wizd.db.DatabaseLogins;
import io.wizd.db.embedded.FileFaults;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A password in a file that only its owner can read, on the disk before anything relies on it. */
final class PasswordFile {
    private final Path folder;
    private final Path file;

    /** @param folder exists */
    PasswordFile(Path folder) {
        this.folder = folder;
        this.file = folder.resolve("admin-password");
    }

    /**
     * The password in the file, or a new random one that is in the file from now on.
     *
     * @throws StartException if the file cannot be read or made
     */
    String readOrMake() {
        try {
            if (Files.exists(file)) {
                String known = Files.readString(file).strip();
                if (!known.isEmpty()) {
                    return known;
                }
            }
            String password = DatabaseLogins.newPassword();
            write(password);
            return password;
        } catch (IOException e) {
            throw new StartException(
                    StartException.CANNOT_CREATE,
                    "cannot keep the admin password in " + file + ": " + FileFaults.reason(e),
                    e);
        }
    }

    /** Removes it, where it holds the password of nobody. */
    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StartException(
                    StartException.CANNOT_CREATE, "cannot remove " + file + ": " + FileFaults.reason(e), e);
        }
    }

    /** Whole or not at all, and not lost in a power failure that comes after the account was made. */
    private void write(String password) throws IOException {
        Path part = folder.resolve(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel =
                FileChannel.open(part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            channel.write(StandardCharsets.UTF_8.encode(password + "\n"));
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
