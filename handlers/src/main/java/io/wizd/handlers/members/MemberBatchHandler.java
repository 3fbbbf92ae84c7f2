package io.wizd.handlers.members;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.ArrayOf;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.RecordBinder;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Reply;
import io.wizd.protocol.WizdException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code member-batch}: adds members or brings them up to date, as many as a message holds. A bad row never stops the
 * good ones, and the same message again changes nothing.
 */
public final class MemberBatchHandler implements MessageHandler<MemberBatchHandler.In, MemberBatchHandler.Out> {
    /** So many bad rows are described; the others are counted. */
    private static final int MAX_REJECTS = 100;

    public record In(
            @Doc("An array of members as member-create takes them; of the same key the last counts")
            @ArrayOf(NewMember.class)
            Json members) {}

    public record Out(
            @Doc("Always done: a message is carried out before it is answered")
            String state,

            @Doc("Rows in the message") long rows,
            @Doc("Members that are new") long inserted,
            @Doc("Members that were there, and differed") long updated,

            @Doc("Members that were there as they are, and rows that a later row of the message replaced")
            long skipped,

            @Doc("Rows that did not become members") long rejected,
            @Doc("The first 100 rejected rows") List<Reject> rejects,
            @Doc("Size of the rows, bytes") long bytes,
            @Doc("Time it took, ms") long elapsedMs) {}

    /** Why a row is not a member. */
    public record Reject(
            @Doc("Its place in the array, from 0") int row,
            @Doc("The field at fault") @Nullable String field,
            @Doc("What is wrong with it") String reason) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("member-batch", In.class, Out.class)
            .summary("Add or update many members")
            .access(Access.role(Access.OPERATOR))
            .effect(Effect.IDEMPOTENT_WRITE)
            .audited();

    private static final RecordBinder<NewMember> ROW = RecordBinder.of(NewMember.class);

    private final MemberStore members;

    public MemberBatchHandler(MemberStore members) {
        this.members = members;
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        long begun = System.nanoTime();
        Rows rows = Rows.read(in.members());
        MemberStore.Counts counts = members.putRows(List.copyOf(rows.good.values()), call);
        return Reply.of(new Out(
                "done",
                rows.count,
                counts.inserted(),
                counts.updated(),
                counts.skipped() + rows.replaced,
                rows.rejected,
                rows.rejects,
                in.members().length(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)));
    }

    /** The rows of one message, sorted into good and bad. */
    private static final class Rows {
        final Map<NewMember.Key, NewMember> good = new LinkedHashMap<>();
        final List<Reject> rejects = new ArrayList<>();
        int count;
        int replaced;
        int rejected;

        static Rows read(Json array) {
            Rows rows = new Rows();
            try (JsonParser parser = Jsons.FACTORY.createParser(array.array(), array.offset(), array.length())) {
                if (parser.nextToken() != JsonToken.START_ARRAY) {
                    throw WizdException.ofField("members", "members must be an array");
                }
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    rows.add(parser, array);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("a body that was checked is not valid JSON", e);
            }
            return rows;
        }

        private void add(JsonParser parser, Json array) throws IOException {
            int row = count++;
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                reject(new Reject(row, null, "a member is an object"));
                return;
            }
            int start = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            int end = (int) parser.currentLocation().getByteOffset();
            try {
                NewMember member = ROW.bind(array.slice(array.offset() + start, end - start));
                if (good.put(member.key(), member) != null) {
                    replaced++;
                }
            } catch (WizdException e) {
                Fault fault = e.fault();
                reject(new Reject(row, fault.field(), fault.description()));
            }
        }

        private void reject(Reject reject) {
            rejected++;
            if (rejects.size() < MAX_REJECTS) {
                rejects.add(reject);
            }
        }
    }
}
