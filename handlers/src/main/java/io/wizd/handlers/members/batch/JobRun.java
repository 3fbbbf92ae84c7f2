package io.wizd.handlers.members.batch;

import io.wizd.db.members.ChunkResult;
import io.wizd.db.members.IdRuns;
import io.wizd.db.members.MemberLoadException;
import io.wizd.db.members.MemberNode;
import io.wizd.db.members.OnDuplicate;
import io.wizd.db.members.RowBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one job, from its first chunk or from where it was broken off. While the nodes load one chunk the next one
 * is read, so there are two in memory and never more. One thread, which waits for the nodes.
 */
final class JobRun implements AutoCloseable {
    private static final String IS_THERE = "the account has a member with this client_member_id";
    private static final String IS_AGAIN = "a row before has the same account_id and client_member_id";

    private final long job;
    private final JobSpec spec;
    private final Place place;
    private final JobProgress progress;
    private final Control control;

    private final IdRuns idsOfJob = new IdRuns();
    private final Map<String, MemberNode> nodes = new LinkedHashMap<>();
    private final Map<String, Map<Integer, ChunkResult>> done = new HashMap<>();
    private final ExecutorService loaders = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Where its files lie.
     *
     * @param file what was sent
     * @param rejects the rows of it that became no members
     */
    record Place(Path file, Path rejects) {}

    /** What the run needs of the world around it. */
    interface Control extends MemberNode.Patience {
        /** The nodes on which members lie. */
        List<MemberNode.Address> nodes();

        /** The name of the node on which the members of an account lie. */
        String nodeOf(long accountId);

        /** The first of {@code count} ids in a row that nobody else gets. */
        long takeIds(int count) throws MemberLoadException;

        /** Called before every chunk: tells how far it is, and throws where it is to go no further. */
        void check() throws JobStoppedException;
    }

    /** What is done with a block. */
    private interface BlockWork {
        ChunkResult run(MemberNode node, int chunk, RowBlock block) throws MemberLoadException;
    }

    /** A chunk that the nodes are loading. */
    private record Loading(Chunk chunk, List<Future<ChunkResult>> blocks) {}

    JobRun(long job, JobSpec spec, Place place, JobProgress progress, Control control) {
        this.job = job;
        this.spec = spec;
        this.place = place;
        this.progress = progress;
        this.control = control;
    }

    /**
     * Does it all.
     *
     * @throws BadFileException where the file is to blame
     * @throws MemberLoadException where a node is
     * @throws JobStoppedException where it was to end before
     */
    void run() throws IOException, BadFileException, MemberLoadException, JobStoppedException {
        for (MemberNode.Address address : control.nodes()) {
            MemberNode node = new MemberNode(address, job, spec.options().onDuplicate(), idsOfJob, control);
            nodes.put(address.name(), node);
            Map<Integer, ChunkResult> before = node.done();
            before.values().forEach(chunk -> idsOfJob.add(chunk.firstId(), chunk.ids()));
            done.put(address.name(), before);
        }
        boolean hasBegun = done.values().stream().anyMatch(chunks -> !chunks.isEmpty());
        if (spec.options().dryRun()) {
            tryOut((node, chunk, block) -> node.tryOut(block));
            refuseWhereAllIsNothing();
        } else {
            if (spec.options().atomic() && !hasBegun) {
                check();
                refuseWhereAllIsNothing();
            }
            pass(this::load);
        }
    }

    /** The job has ended: nothing of it is needed on the nodes any more. */
    void forget() throws MemberLoadException {
        for (MemberNode node : nodes.values()) {
            node.forgetTrial();
            node.forgetDone();
        }
    }

    private void refuseWhereAllIsNothing() throws BadFileException {
        long bad = progress.rejected();
        if (spec.options().atomic() && bad > 0) {
            progress.nothingIsIn();
            throw new BadFileException(bad + (bad == 1 ? " row is" : " rows are")
                    + " bad, and it was to be all or nothing: nothing is in");
        }
    }

    /** Counts what is bad, and nothing else: no row is in. Where the nodes reject none, they need not be asked. */
    private void check() throws IOException, BadFileException, MemberLoadException, JobStoppedException {
        if (spec.options().onDuplicate() == OnDuplicate.ERROR) {
            tryOut((node, chunk, block) -> {
                ChunkResult tried = node.tryOut(block);
                return rejecting(tried.known(), tried.again());
            });
        } else {
            pass((node, chunk, block) -> rejecting(new BitSet(), new BitSet()));
        }
    }

    private static ChunkResult rejecting(BitSet known, BitSet again) {
        return new ChunkResult(0, 0, 0, 0, 0, 0, known, again);
    }

    /** All but writing. */
    private void tryOut(BlockWork work) throws IOException, BadFileException, MemberLoadException, JobStoppedException {
        for (MemberNode node : nodes.values()) {
            node.forgetTrial();
        }
        pass(work);
        for (MemberNode node : nodes.values()) {
            node.forgetTrial();
        }
    }

    private void pass(BlockWork work) throws IOException, BadFileException, MemberLoadException, JobStoppedException {
        MemberFile file = new MemberFile(place.file(), spec.contentType(), spec.contentEncoding(), spec.name());
        try (ChunkReader reader =
                        new ChunkReader(file, spec.limits(), spec.options().onDuplicate(), control::nodeOf);
                RejectFile rejects = new RejectFile(
                        place.rejects(), reader.columns(), spec.limits().maxRejectBytes())) {
            progress.begin(reader);
            Loading loading = null;
            try {
                for (Chunk chunk = reader.next(); chunk != null; chunk = reader.next()) {
                    progress.columns(reader.columns());
                    Loading before = loading;
                    loading = null;
                    finish(before, rejects);
                    refuseTooManyBad(chunk, rejects);
                    control.check();
                    loading = begin(chunk, work);
                }
                progress.columns(reader.columns());
            } finally {
                // Also where it ends early: what was begun is counted.
                finish(loading, rejects);
            }
        } catch (RejectFile.NotWrittenException e) {
            // A part of it would look like the whole, and the room is wanted.
            Files.deleteIfExists(place.rejects());
            throw e;
        }
        if (progress.rejected() > spec.options().maxErrors()) {
            throw tooManyBad();
        }
    }

    private Loading begin(Chunk chunk, BlockWork work) {
        List<Future<ChunkResult>> blocks = new ArrayList<>();
        chunk.blocks().forEach((name, block) -> {
            MemberNode node = Objects.requireNonNull(nodes.get(name), name);
            blocks.add(loaders.submit(() -> work.run(node, chunk.number(), block)));
        });
        return new Loading(chunk, blocks);
    }

    private ChunkResult load(MemberNode node, int chunk, RowBlock block) throws MemberLoadException {
        ChunkResult before = done.getOrDefault(node.name(), Map.of()).get(chunk);
        if (before != null) {
            return before;
        }
        long firstId = control.takeIds(block.keys());
        ChunkResult result = node.load(chunk, block, firstId);
        idsOfJob.add(result.firstId(), result.ids());
        return result;
    }

    /** Waits for a chunk, and counts it; the first failure of a block is thrown once all have ended. */
    private void finish(@Nullable Loading loading, RejectFile rejects)
            throws IOException, BadFileException, MemberLoadException {
        if (loading == null) {
            return;
        }
        Chunk chunk = loading.chunk();
        MemberLoadException failure = null;
        for (Future<ChunkResult> block : loading.blocks()) {
            try {
                ChunkResult result = await(block);
                progress.add(result);
                result.known().stream().forEach(row -> chunk.rejectKey(row, IS_THERE));
                result.again().stream().forEach(row -> chunk.rejectKey(row, IS_AGAIN));
            } catch (MemberLoadException e) {
                failure = failure == null ? e : failure;
            }
        }
        keep(chunk, rejects);
        if (failure != null) {
            throw failure;
        }
    }

    private void keep(Chunk chunk, RejectFile rejects) throws BadFileException, RejectFile.NotWrittenException {
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
    private void refuseTooManyBad(Chunk chunk, RejectFile rejects)
            throws BadFileException, RejectFile.NotWrittenException {
        if (progress.rejected() + chunk.rejectedCount() > spec.options().maxErrors()) {
            keep(chunk, rejects);
            throw tooManyBad();
        }
    }

    private BadFileException tooManyBad() {
        return new BadFileException("more than " + spec.options().maxErrors() + " rows are bad");
    }

    @Override
    public void close() {
        loaders.close();
        nodes.values().forEach(MemberNode::close);
    }
}
