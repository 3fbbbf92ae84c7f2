package io.wizd.handlers.members.batch;

import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.ItemSink;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Reply;
import io.wizd.protocol.StreamedList;
import io.wizd.protocol.WizdException;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code job-rejects}: the rejected rows of a job as CSV, to be corrected and sent again. */
public final class JobRejectsHandler implements MessageHandler<JobRejectsHandler.In, JobRejectsHandler.Out> {
    private static final int CHARS_AN_ITEM = 8 << 10;

    public record In(@Doc("The number of the job") @Min(1) long id) {}

    public record Out(
            @Doc("The text of the file, in pieces of any length")
            List<String> rejects) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("job-rejects", In.class, Out.class)
            .summary("Get the rejected rows of a job as CSV")
            .access(Access.role(Access.OPERATOR))
            .effect(Effect.READ)
            .errors(ErrorCode.NOT_FOUND)
            .routes(Route.get("/api/jobs/{id}/rejects").only("text/csv"));

    private final MemberJobs jobs;

    public JobRejectsHandler(MemberJobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        Job job = jobs.get(in.id());
        Optional<Path> file = jobs.rejects(in.id());
        if (file.isEmpty() && job.rejected() > 0) {
            throw WizdException.of(
                    ErrorCode.NOT_FOUND,
                    "the rejected rows of job " + job.job() + " are kept by the wizd on " + job.server()
                            + ", for a month");
        }
        return new Reply.Streamed<>(
                new StreamedList(Json.EMPTY_OBJECT, "rejects", StreamedList.UNKNOWN, sink -> send(file, sink)));
    }

    private static void send(Optional<Path> file, ItemSink sink) {
        if (file.isPresent()) {
            copy(file.get(), sink);
        } else {
            sink.item(Jsons.write(MemberJobs.noRejects()));
        }
    }

    private static void copy(Path file, ItemSink sink) {
        char[] piece = new char[CHARS_AN_ITEM];
        try (Reader reader = Files.newBufferedReader(file)) {
            for (int read = reader.read(piece); read >= 0; read = reader.read(piece)) {
                sink.item(Jsons.write(new String(piece, 0, read)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
