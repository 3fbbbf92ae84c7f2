package io.wizd.handlers.members.batch;

import io.wizd.db.input.BadFileException;
import io.wizd.db.input.OnDuplicate;
import io.wizd.db.members.ChunkResult;
import io.wizd.db.members.IdRuns;
import io.wizd.db.members.MemberLoadException;
import io.wizd.db.members.MemberNode;
import io.wizd.db.members.RowBlock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Carries out one job, from its first chunk or from where it was broken off. One thread, which waits for the nodes. */
final class JobRun implements AutoCloseable {
    private static final int NONE = -1;

    private final long job;
    private final JobSpec spec;
    private final Place place;
    private final JobProgress progress;
    private final Control control;

    private final IdRuns idsOfJob = new IdRuns();
    private final Map<String, MemberNode> nodes = new LinkedHashMap<>();

    /** What was in before this run and was not counted yet, by node and chunk. */
    private final Map<String, Map<Integer, ChunkResult>> before = new HashMap<>();

    private int lastBefore = NONE;

    /**
     * Where its files lie.
     *
     * @param file what was sent
     * @param rejects the rows of it that became no members
     * @param keys of its rows, while it runs
     */
    record Place(Path file, Path rejects, Path keys) {}

    /** What the run needs of the world around it. */
    interface Control extends MemberNode.Patience {
        /** The nodes on which members lie. */
        List<MemberNode.Address> nodes();

        /** The name of the node on which the members of an account lie. */
        String nodeOf(long accountId);

        /** The first of {@code count} ids in a row that nobody else gets. */
        long takeIds(int count) throws MemberLoadException;

        /** Called before every chunk: throws where it is to go no further. */
        void check() throws JobStoppedException;

        /** A chunk was done: leaves the nodes to clients for a while, where they are busy. */
        void rest();

        /**
         * Called where all rows were found good that are to be in together: from now on nobody can cancel it.
         *
         * @throws JobStoppedException if somebody did before
         */
        void beginAllOrNone() throws MemberLoadException, JobStoppedException;
    }

    JobRun(long job, JobSpec spec, Place place, JobProgress progress, Control control) {
        this.job = job;
        this.spec = spec;
        this.place = place;
        this.progress = progress;
        this.control = control;
    }

    /**
     * Does it all. However it ends, the progress then counts what is in.
     *
     * @throws BadFileException if the file is to blame
     * @throws MemberLoadException if a node is
     * @throws JobStoppedException if it was to end before
     */
    void run() throws IOException, BadFileException, MemberLoadException, JobStoppedException {
        connect();
        for (MemberNode node : nodes.values()) {
            Map<Integer, ChunkResult> done = node.done();
            done.forEach((chunk, result) -> {
                idsOfJob.add(result.firstId(), result.ids());
                lastBefore = Math.max(lastBefore, chunk);
            });
            before.put(node.name(), done);
        }
        progress.begin();
        try {
            carryOut();
        } finally {
            before.values().forEach(chunks -> chunks.values().forEach(progress::addUnread));
        }
    }

    private void connect() {
        for (MemberNode.Address address : control.nodes()) {
            nodes.computeIfAbsent(
                    address.name(),
                    name -> new MemberNode(address, job, spec.options().onDuplicate(), idsOfJob, control));
        }
    }

    private void carryOut() throws IOException, BadFileException, MemberLoadException, JobStoppedException {
        MemberOptions options = spec.options();
        if (options.dryRun()) {
            tryOut((node, chunk, block) -> node(node).tryOut(block));
            refuseWhereAllIsNothing();
        } else if (options.atomic()) {
            if (lastBefore == NONE) {
                check();
                refuseWhereAllIsNothing();
            }
            control.beginAllOrNone();
            // A row that somebody else made meanwhile is rejected; the others are not to be left out for it.
            pass(this::load, Long.MAX_VALUE);
        } else {
            pass(this::load, options.maxErrors());
        }
    }

    /** The job has ended: nothing of it is needed on the nodes any more. */
    void forget() throws MemberLoadException {
        connect();
        for (MemberNode node : nodes.values()) {
            node.forgetTrial();
            node.forgetDone();
        }
    }

    private void refuseWhereAllIsNothing() throws BadFileException {
        long bad = progress.rejected();
        if (spec.options().atomic() && bad > 0) {
            progress.nothingIsIn();
            throw new BadFileException(
                    bad + (bad == 1 ? " row is" : " rows are") + " bad, and it was to be all or none");
        }
    }

    /** Counts what is bad, and nothing else: no row is in. If the nodes reject none, they need not be asked. */
    private void check() throws IOException, BadFileException, MemberLoadException, JobStoppedException {
        if (spec.options().onDuplicate() == OnDuplicate.ERROR) {
            tryOut((node, chunk, block) -> {
                ChunkResult tried = node(node).tryOut(block);
                return rejecting(tried.known(), tried.again());
            });
        } else {
            pass(
                    (node, chunk, block) -> rejecting(new BitSet(), new BitSet()),
                    spec.options().maxErrors());
        }
    }

    private static ChunkResult rejecting(BitSet known, BitSet again) {
        return new ChunkResult(0, 0, 0, 0, 0, 0, known, again);
    }

    /** All but writing. */
    private void tryOut(JobPass.BlockWork work)
            throws IOException, BadFileException, MemberLoadException, JobStoppedException {
        for (MemberNode node : nodes.values()) {
            node.forgetTrial();
        }
        pass(work, spec.options().maxErrors());
        for (MemberNode node : nodes.values()) {
            node.forgetTrial();
        }
    }

    private void pass(JobPass.BlockWork work, long maxErrors)
            throws IOException, BadFileException, MemberLoadException, JobStoppedException {
        JobPass.Plan plan = new JobPass.Plan(control::nodeOf, work, this::gate, maxErrors, lastBefore);
        new JobPass(spec, place, progress, plan).run();
    }

    /** A job that was cancelled still reads what is in, so that its counts and its rejected rows are true. */
    private void gate(MemberChunk chunk) throws JobStoppedException {
        control.rest();
        try {
            control.check();
        } catch (JobStoppedException e) {
            if (e.reason() != JobStoppedException.Reason.CANCELLED || chunk.number() > lastBefore) {
                throw e;
            }
        }
    }

    private ChunkResult load(String name, int chunk, RowBlock block) throws MemberLoadException {
        // One chunk at a time of each node, so nobody else is at this map.
        ChunkResult marked = Objects.requireNonNull(before.get(name), name).remove(chunk);
        if (marked != null) {
            return marked;
        }
        long firstId = control.takeIds(block.keys());
        ChunkResult result = node(name).load(chunk, block, firstId);
        idsOfJob.add(result.firstId(), result.ids());
        return result;
    }

    private MemberNode node(String name) {
        return Objects.requireNonNull(nodes.get(name), name);
    }

    @Override
    public void close() {
        nodes.values().forEach(MemberNode::close);
    }
}
