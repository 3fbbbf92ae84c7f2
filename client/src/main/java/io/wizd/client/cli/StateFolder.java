package io.wizd.client.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Where {@code wiz} keeps what it must remember for its user: tokens of logins, lines of the shell. Only that user may read it. */
record StateFolder(Path path) {
    private static final Set<PosixFilePermission> OF_USER = PosixFilePermissions.fromString("rwx------");

    /** {@code wiz} in $XDG_STATE_HOME, or else in {@code .local/state} of the user's folder. */
    static StateFolder ofUser() {
        String state = System.getenv("XDG_STATE_HOME");
        // One that is not absolute is invalid, and is to be ignored.
        Path folder = state != null && state.startsWith("/")
                ? Path.of(state)
                : Path.of(System.getProperty("user.home"), ".local", "state");
        return new StateFolder(folder.resolve("wiz"));
    }

    /** The same, made if it is missing, for its user alone even where the folder was there already, for others too. */
    Path privateFile(String name) {
        Path file = file(name);
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            return file;
        } catch (IOException e) {
            throw new Failure(Exit.CANNOT_CREATE, "cannot make " + file + ": name another folder by XDG_STATE_HOME");
        }
        return file;
    }

    /** A file of it; the folder is made if it is missing. */
    Path file(String name) {
        try {
            Files.createDirectories(path, PosixFilePermissions.asFileAttribute(OF_USER));
        } catch (IOException e) {
            throw new Failure(
                    Exit.CANNOT_CREATE, "cannot make the folder " + path + ": name another by XDG_STATE_HOME");
        }
        return path.resolve(name);
    }
}
