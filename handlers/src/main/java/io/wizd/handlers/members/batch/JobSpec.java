package io.wizd.handlers.members.batch;

/**
 * What a job is to do, as it is kept until it is done.
 *
 * @param by who wants it
 * @param host the machine whose wizd has the file
 * @param bytes of the file
 * @param createdMs since 1970
 * @param limits that the chunks are cut by, which must not change while the job goes on
 */
record JobSpec(
        String contentType,
        String contentEncoding,
        String name,
        MemberOptions options,
        String by,
        String host,
        long bytes,
        long createdMs,
        FileLimits limits) {}
