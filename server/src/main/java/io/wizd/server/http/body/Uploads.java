package io.wizd.server.http.body;

import io.wizd.event.Events;
import io.wizd.event.UploadEvent.UploadLeftOver;
import io.wizd.event.UploadEvent.UploadsNotTidied;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.WizdException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder of the request bodies that go to files, {@code <data>/uploads} (mode 0700, files 0600). It is made when the
 * first one comes. Any thread; all methods wait for the disk, so they are not for event loops.
 */
public final class Uploads implements AutoCloseable {
    private static final String PREFIX = "upload-";
    private static final String SUFFIX = ".part";
    private static final long RETRY_AFTER_MS = 500;

    private final Path folder;
    private final long maxBytes;
    private final Opener opener;
    private final Set<UploadFile> files = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Makes a file that was not there, to be written. */
    interface Opener {
        FileChannel open(Path path) throws IOException;
    }

    Uploads(Path folder, long maxBytes, Opener opener) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.opener = opener;
    }

    /**
     * The uploads of a data directory that is this server's alone; what an earlier server left of its own is deleted.
     *
     * @param maxBytes the largest upload
     */
    public static Uploads of(Path data, long maxBytes) {
        Uploads uploads = new Uploads(data.resolve("uploads"), maxBytes, Uploads::openNew);
        uploads.deleteLeftovers();
        return uploads;
    }

    private static FileChannel openNew(Path path) throws IOException {
        return FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private void deleteLeftovers() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
            for (Path leftover : leftovers) {
                Files.deleteIfExists(leftover);
                Events.tell(new UploadLeftOver(leftover));
            }
        } catch (IOException e) {
            Events.tell(new UploadsNotTidied(folder, e.toString()));
        }
    }

    /** The largest upload, in bytes. */
    public long maxBytes() {
        return maxBytes;
    }

    /**
     * Makes a file for one upload.
     *
     * @param declaredBytes how large it will be, as far as the client says; -1 where it does not
     * @throws WizdException {@code INSUFFICIENT_STORAGE} or {@code STOPPING}
     * @throws IOException if the disk is full, or fails
     */
    public UploadFile create(long declaredBytes) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        long free = Files.getFileStore(folder).getUsableSpace();
        if (declaredBytes > free) {
            throw WizdException.of(
                    ErrorCode.INSUFFICIENT_STORAGE,
                    "the upload has " + declaredBytes + " bytes, and the server's disk has room for " + free);
        }
        Path path = folder.resolve(PREFIX + UUID.randomUUID() + SUFFIX);
        UploadFile file = new UploadFile(path, opener.open(path), files::remove);
        files.add(file);
        if (closed) {
            file.delete();
            throw new WizdException(Fault.of(ErrorCode.STOPPING).retryAfterMs(RETRY_AFTER_MS));
        }
        return file;
    }

    /** Files that were not deleted yet. */
    int open() {
        return files.size();
    }

    /** Takes nothing new, and deletes all that is left. */
    @Override
    public void close() {
        closed = true;
        List.copyOf(files).forEach(UploadFile::delete);
    }
}
