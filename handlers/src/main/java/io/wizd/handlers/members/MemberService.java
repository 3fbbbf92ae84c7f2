package io.wizd.handlers.members;

import io.wizd.handlers.members.batch.FileLimits;
import io.wizd.handlers.members.batch.JobCancelHandler;
import io.wizd.handlers.members.batch.JobGetHandler;
import io.wizd.handlers.members.batch.JobListHandler;
import io.wizd.handlers.members.batch.JobRejectsHandler;
import io.wizd.handlers.members.batch.MemberImportHandler;
import io.wizd.handlers.members.batch.MemberJobs;
import io.wizd.handlers.spec.Group;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.Service;
import io.wizd.handlers.spec.ServiceContext;
import java.util.List;

/** Members of accounts, one by one and in files. */
public final class MemberService implements Service {
    private final MemberJobs jobs;
    private final List<MessageHandler<?, ?>> handlers;

    /**
     * On all partitions.
     *
     * @param files what a file of members may take
     */
    public MemberService(ServiceContext context, FileLimits files) {
        MemberJobs.Places places = new MemberJobs.Places(
                context.main(),
                context.rowsOfMain(),
                context.partitions(),
                context.rowsOfPartitions(),
                context.data().resolve("member-jobs"));
        jobs = new MemberJobs(places, files, context.stopTimeout());
        MemberStore members = new MemberStore(context.main(), context.partitions());
        handlers = List.of(
                new MemberCreateHandler(members),
                new MemberGetHandler(members),
                new MemberListHandler(new MemberListing(context.partitions(), members)),
                new MemberReplaceHandler(members),
                new MemberUpdateHandler(members),
                new MemberDeleteHandler(members),
                new MemberBatchHandler(members),
                new MemberImportHandler(jobs),
                new JobGetHandler(jobs),
                new JobListHandler(jobs),
                new JobCancelHandler(jobs),
                new JobRejectsHandler(jobs));
    }

    @Override
    public Group group() {
        return new Group("members", "Members of accounts, one by one and in files, and the jobs that read the files");
    }

    @Override
    public List<MessageHandler<?, ?>> handlers() {
        return handlers;
    }

    @Override
    public void start() {
        jobs.start();
    }

    @Override
    public void stop() {
        jobs.stop();
    }

    @Override
    public void close() {
        jobs.close();
    }
}
