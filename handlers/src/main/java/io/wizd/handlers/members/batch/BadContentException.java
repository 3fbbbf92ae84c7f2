package io.wizd.handlers.members.batch;

import io.wizd.db.input.BadFileException;
import java.io.IOException;

/**
 * What is wrong with the content of a file, found by a stream on the way to its rows: as such it can only throw what
 * {@link java.io.InputStream} may. {@link ChunkReader} makes a {@link BadFileException} of it. The message is for people.
 */
class BadContentException extends IOException {
    private static final long serialVersionUID = 1L;

    BadContentException(String message) {
        super(message);
    }
}
