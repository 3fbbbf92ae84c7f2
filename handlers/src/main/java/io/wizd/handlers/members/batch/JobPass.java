package io.wizd.handlers.members.batch;

import io.wizd.db.input.BadFileException;
import io.wizd.db.members.ChunkResult;
import io.wizd.db.members.MemberLoadException;
import io.wizd.db.members.RowBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads the file of a job from its first chunk to its last, and has something done with each. While the nodes do one chunk
 * the next one is read, so there are two in memory and never more. One thread, which waits for the nodes.
 */
final class JobPass {
    private static final String IS_THERE = "the account has a member with this client_member_id";
    private static final String IS_AGAIN = "a row before has the same account_id and client_member_id";

    private final JobSpec spec;
    private final JobRun.Place place;
    private final JobProgress progress;
    private final Plan plan;

    /** What is done with a block. */
    interface BlockWork {
        ChunkResult run(String node, int chunk, RowBlock block) throws MemberLoadException;
    }

    /** Called before each chunk. */
    interface Gate {
        /** @throws JobStoppedException if it is to go no further */
        void before(MemberChunk chunk) throws JobStoppedException;
    }

    /**
     * What a pass does.
     *
     * @param nodeOf the name of the node on which the members of an account lie
     * @param maxErrors it ends with one bad row more than this
     * @param lastBefore the last chunk that was in before the run; -1 for none
     */
    record Plan(LongFunction<String> nodeOf, BlockWork work, Gate gate, long maxErrors, int lastBefore) {}

    /** A block, and what becomes of it. */
    private record Part(RowBlock block, Future<ChunkResult> result) {}

    /**
     * A chunk that the nodes are at.
     *
     * @param bytes of the file up to its end
     */
    private record Loading(MemberChunk chunk, List<Part> parts, long bytes) {}

    /** The files that rows go to, beside the nodes. */
    private record SideFiles(RejectFile rejects, RepeatedRows repeated) {}

    JobPass(JobSpec spec, JobRun.Place place, JobProgress progress, Plan plan) {
        this.spec = spec;
        this.place = place;
        this.progress = progress;
        this.plan = plan;
    }

    /** Runs it; fails as {@link JobRun#run}. What was done of it is counted then too. */
    void run() throws IOException, BadFileException, MemberLoadException, JobStoppedException {
        MemberFile file = new MemberFile(place.file(), spec.contentType(), spec.contentEncoding(), spec.name());
        try (ChunkReader reader =
                        new ChunkReader(file, spec.limits(), spec.options().onDuplicate(), plan.nodeOf);
                RejectFile rejects = new RejectFile(
                        place.rejects(), reader.columns(), spec.limits().maxRejectBytes());
                RepeatedRows repeated = new RepeatedRows(place.keys())) {
            progress.begin();
            SideFiles sideFiles = new SideFiles(rejects, repeated);
            boolean goesOnLater = false;
            try {
                all(reader, sideFiles);
                progress.wholeFileIsRead();
            } catch (JobStoppedException e) {
                goesOnLater = e.reason() == JobStoppedException.Reason.SERVER_STOPS;
                throw e;
            } finally {
                if (!goesOnLater) {
                    progress.repeated(repeated.count());
                }
            }
        } catch (RejectFile.NotWrittenException e) {
            // A part of it would look like the whole, and the room is wanted.
            Files.deleteIfExists(place.rejects());
            throw e;
        }
        if (progress.rejected() > plan.maxErrors) {
            throw tooManyBad();
        }
    }

    private void all(ChunkReader reader, SideFiles sideFiles)
            throws IOException, BadFileException, MemberLoadException, JobStoppedException {
        try (ExecutorService loaders = Executors.newVirtualThreadPerTaskExecutor()) {
            Loading loading = null;
            try {
                for (MemberChunk chunk = reader.next(); chunk != null; chunk = reader.next()) {
                    long bytes = reader.bytesRead();
                    progress.columns(reader.columns());
                    Loading before = loading;
                    loading = null;
                    finish(before, sideFiles);
                    refuseTooManyBad(chunk, sideFiles.rejects);
                    plan.gate.before(chunk);
                    loading = begin(chunk, loaders, bytes);
                }
                progress.columns(reader.columns());
            } finally {
                // Also where it ends early: what was begun is counted.
                finish(loading, sideFiles);
            }
        }
    }

    private Loading begin(MemberChunk chunk, ExecutorService loaders, long bytes) {
        List<Part> parts = new ArrayList<>();
        chunk.blocks()
                .forEach((node, block) ->
                        parts.add(new Part(block, loaders.submit(() -> plan.work.run(node, chunk.number(), block)))));
        return new Loading(chunk, parts, bytes);
    }

    /** Waits for a chunk, and counts it; the first failure of a block is thrown once all have ended. */
    private void finish(@Nullable Loading loading, SideFiles sideFiles)
            throws IOException, BadFileException, MemberLoadException {
        if (loading == null) {
            return;
        }
        MemberChunk chunk = loading.chunk;
        List<RowBlock> in = new ArrayList<>();
        MemberLoadException failure = null;
        IllegalStateException defect = null;
        for (Part part : loading.parts) {
            try {
                count(chunk, await(part.result));
                in.add(part.block);
            } catch (MemberLoadException e) {
                failure = failure == null ? e : failure;
            } catch (IllegalStateException e) {
                defect = defect == null ? e : defect;
            }
        }
        keep(chunk, sideFiles.rejects);
        for (RowBlock block : in) {
            sideFiles.repeated.add(block);
        }
        if (defect != null) {
            throw defect;
        }
        if (failure != null) {
            throw failure;
        }
        progress.done(chunk, loading.bytes, chunk.number() <= plan.lastBefore);
    }

    private void count(MemberChunk chunk, ChunkResult result) {
        progress.add(result);
        result.known().stream().forEach(row -> chunk.rejectKey(row, IS_THERE));
        result.again().stream().forEach(row -> chunk.rejectKey(row, IS_AGAIN));
    }

    private void keep(MemberChunk chunk, RejectFile rejects) throws BadFileException, RejectFile.NotWrittenException {
        chunk.rejected().forEach(progress::reject);
        for (RejectedRow row : chunk.rejected()) {
            rejects.add(row);
        }
        rejects.flush();
    }

    private static ChunkResult await(Future<ChunkResult> block) throws MemberLoadException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return block.get();
                } catch (InterruptedException e) {
                    // What was begun is counted first.
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MemberLoadException known) {
                throw known;
            }
            throw new IllegalStateException("a block failed", e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Before the good rows of a chunk go in; its bad ones are told all the same. */
    private void refuseTooManyBad(MemberChunk chunk, RejectFile rejects)
            throws BadFileException, RejectFile.NotWrittenException {
        if (progress.rejected() + chunk.rejectedCount() > plan.maxErrors) {
            keep(chunk, rejects);
            throw tooManyBad();
        }
    }

    private BadFileException tooManyBad() {
        return new BadFileException(
                "more than " + plan.maxErrors + (plan.maxErrors == 1 ? " row is bad" : " rows are bad"));
    }
}
