package io.wizd.handlers.members.batch;

import io.wizd.db.input.BadFileException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of a file, one after the other. One thread. */
interface MemberReader {
    Columns columns();

    /** The next one; null at the end. */
    @Nullable
    FileRow next() throws IOException, BadFileException;
}
