package io.wizd.handlers.spec;

import java.nio.file.Path;

/**
 * A request body that is a file, whole and closed. Who wants to keep it moves it, to a place on the same file system, before
 * the handler returns, or before the future that it returned completes: what is left then is deleted.
 *
 * @param file in the folder {@code uploads} of the data directory, readable by this user only; its name says nothing
 * @param contentType as the client sent it; empty if it did not
 * @param contentEncoding as the client sent it, and as the file still is: {@code gzip}; empty for none
 * @param bytes of the file
 */
public record Upload(Path file, String contentType, String contentEncoding, long bytes) {}
