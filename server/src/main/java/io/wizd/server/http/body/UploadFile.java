package io.wizd.server.http.body;

import io.netty.buffer.ByteBuf;
import io.wizd.event.Events;
import io.wizd.event.UploadEvent.UploadNotDeleted;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The file of one upload. Any thread but an event loop: all methods wait for the disk, and for each other. */
public final class UploadFile {
    private final Path path;
    private final FileChannel channel;
    private final Consumer<UploadFile> whenDeleted;
    private boolean deleted;

    UploadFile(Path path, FileChannel channel, Consumer<UploadFile> whenDeleted) {
        this.path = path;
        this.channel = channel;
        this.whenDeleted = whenDeleted;
    }

    Path path() {
        return path;
    }

    /** Appends what is readable; does nothing once it is deleted. */
    synchronized void write(ByteBuf bytes) throws IOException {
        while (!deleted && bytes.isReadable()) {
            bytes.readBytes(channel, bytes.readableBytes());
        }
    }

    /** Nothing more will be written. */
    synchronized void close() throws IOException {
        channel.close();
    }

    /** Deletes it, unless somebody moved it; calling it again does nothing. */
    synchronized void delete() {
        if (deleted) {
            return;
        }
        deleted = true;
        try (channel) {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            Events.tell(new UploadNotDeleted(path, e.toString()));
        }
        whenDeleted.accept(this);
    }
}
