package io.wizd.handlers.members.batch;

import java.nio.file.Path;

/**
 * What somebody sent, as it came.
 *
 * @param path where it lies; {@link MemberJobs#submit} takes it over
 * @param contentType the header, empty for none
 * @param contentEncoding the header, empty for none
 * @param name what the sender calls it, empty for none
 */
public record MemberFile(Path path, String contentType, String contentEncoding, String name) {}
