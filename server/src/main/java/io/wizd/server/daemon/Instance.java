package io.wizd.server.daemon;

import io.wizd.db.embedded.FileFaults;
import io.wizd.event.Events;
import io.wizd.event.ServerEvent.DataFolderNotTidied;
import io.wizd.program.ProcessIdentity;
import io.wizd.server.Version;
import io.wizd.server.setup.StartException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * This process as the one server of a data directory. The lock is the truth: the kernel takes it back when the process
 * dies, however it dies. The files beside it only say who the holder is.
 */
public final class Instance implements AutoCloseable {
    /** A look at the lock takes it for a moment, so one refusal does not mean that a server runs. */
    private static final int TRIES = 10;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final DataFolder folder;
    private final FileChannel lock;
    private final ProcessIdentity self = ProcessIdentity.ofThis();

    private Instance(DataFolder folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Takes the data directory for this process, until its end or {@link #close}.
     *
     * @throws StartException if another server has it, or it cannot be written
     */
    public static Instance take(DataFolder folder) {
        try {
            Instance instance = new Instance(folder, locked(folder));
            instance.say("", Launch.UNKNOWN);
            return instance;
        } catch (IOException e) {
            throw cannotWrite(folder, e);
        }
    }

    /**
     * Says that it serves.
     *
     * @param launch how it was started
     * @throws StartException if that cannot be written
     */
    public void serves(String url, Launch launch) {
        try {
            say(url, launch);
        } catch (IOException e) {
            throw cannotWrite(folder, e);
        }
    }

    /** Says that it ends, so that nobody takes it for a server from here on. Not for another thread than {@link #close}. */
    public void ends() {
        try {
            say("", Launch.UNKNOWN);
        } catch (IOException e) {
            Events.tell(new DataFolderNotTidied(folder.path(), FileFaults.reason(e)));
        }
    }

    /** Gives the directory back. */
    @Override
    public void close() {
        try {
            RunState.delete(folder);
            lock.close();
        } catch (IOException e) {
            Events.tell(new DataFolderNotTidied(folder.path(), FileFaults.reason(e)));
        }
    }

    /**
     * Whether a server runs on the directory, this process among them.
     *
     * @throws StartException if that cannot be seen
     */
    static boolean isTaken(DataFolder folder) {
        try (FileChannel channel = FileChannel.open(folder.lock(), StandardOpenOption.READ)) {
            return channel.tryLock(0, Long.MAX_VALUE, true) == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            if (Files.isRegularFile(folder.path())) {
                throw DataFolder.notADirectory(folder.path(), e);
            }
            throw new StartException(
                    StartException.NOT_PERMITTED,
                    "cannot see whether wizd runs on " + folder.path() + ": " + FileFaults.reason(e)
                            + "; do it as the owner of that directory",
                    e);
        }
    }

    private void say(String url, Launch launch) throws IOException {
        new RunState(self, url, Version.current(), launch).write(folder);
    }

    private static FileChannel locked(DataFolder folder) throws IOException {
        FileChannel channel = FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        for (int i = 0; i < TRIES; i++) {
            if (hasLocked(channel)) {
                return channel;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        channel.close();
        String holder = RunState.read(folder)
                .map(state -> " (process " + state.process().pid() + ")")
                .orElse("");
        throw new StartException(
                StartException.TRY_LATER,
                "data directory " + folder.path() + " is in use by another wizd" + holder
                        + "; stop it or choose another directory (--data DIR)");
    }

    private static boolean hasLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static StartException cannotWrite(DataFolder folder, IOException e) {
        return new StartException(
                StartException.CANNOT_CREATE,
                "cannot write in the data directory " + folder.path() + ": " + FileFaults.reason(e),
                e);
    }

    /** Removes the files of a server that was killed; the caller knows that none runs. */
    static void tidy(DataFolder folder) {
        try {
            if (Files.isDirectory(folder.path())) {
                RunState.delete(folder);
            }
        } catch (IOException e) {
            throw cannotWrite(folder, e);
        }
    }
}
