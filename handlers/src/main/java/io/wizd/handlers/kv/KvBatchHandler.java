package io.wizd.handlers.kv;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.ArrayOf;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Once;
import io.wizd.handlers.spec.RecordBinder;
import io.wizd.handlers.spec.Route;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Reply;
import io.wizd.protocol.WizdException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * {@code kv-batch}: many operations in one message, each with its own result. They run side by side, but those on the
 * same key one after the other, as they stand. It is not a transaction: one that fails stops no other.
 */
public final class KvBatchHandler implements MessageHandler<KvBatchHandler.In, KvBatchHandler.Out> {
    static final int MAX_OPERATIONS = 500;

    public record In(
            @Doc(
                    "Up to 500 objects, each with op (get, set, create, update, delete), key and the fields of that message")
            @ArrayOf(value = KvOperation.class, max = MAX_OPERATIONS)
            Json operations) {}

    public record Out(
            @Doc("One for each operation, in their order") List<Result> results) {}

    /** What became of one operation. */
    public record Result(
            @Doc("0, or the HTTP status of the error") int Error,

            @Doc("The reply that the message of this operation would have had") @Nullable
            Json data,

            @Doc("The name of the error") @Nullable String Code,
            @Doc("What is wrong") @Nullable String Description,
            @Doc("The field at fault") @Nullable String Field) {

        static Result of(Json data) {
            return new Result(0, data, null, null, null);
        }

        static Result of(Throwable error) {
            Throwable cause = error instanceof CompletionException ? error.getCause() : error;
            if (!(cause instanceof WizdException known)) {
                throw error instanceof RuntimeException unexpected ? unexpected : new CompletionException(error);
            }
            Fault fault = known.fault();
            return new Result(fault.code().httpStatus(), null, fault.code().name(), fault.description(), fault.field());
        }
    }

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("kv-batch", In.class, Out.class)
            .summary("Carry out many operations on keys")
            .effect(Effect.WRITE)
            .routes(Route.post("/kv/"));

    private static final RecordBinder<KvOperation> OPERATION = RecordBinder.of(KvOperation.class);

    private final MessageSpec<In, Out> spec;
    private final KvStore store;

    /** @param access who may send it, as it is configured */
    public KvBatchHandler(Access access, KvStore store) {
        this.spec = SPEC.access(access);
        this.store = store;
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return spec;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        Map<String, CompletableFuture<Result>> lastOfKey = new HashMap<>();
        List<Json> elements = elements(in.operations());
        call.memory().beginLarge((long) elements.size() * KvStore.SMALL_VALUE_BYTES);
        List<CompletableFuture<Result>> results = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            Once once = call.once() == null ? null : call.once().part(i);
            results.add(begin(elements.get(i), once, lastOfKey, call));
        }
        return Reply.of(new Out(results.stream().map(CompletableFuture::join).toList()));
    }

    private static List<Json> elements(Json array) {
        List<Json> elements = new ArrayList<>();
        try (JsonParser parser = Jsons.FACTORY.createParser(array.array(), array.offset(), array.length())) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw WizdException.ofField("operations", "operations must be an array");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                parser.finishToken();
                int end = (int) parser.currentLocation().getByteOffset();
                elements.add(array.slice(array.offset() + start, end - start));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a body that was checked is not valid JSON", e);
        }
        if (elements.size() > MAX_OPERATIONS) {
            throw WizdException.ofField(
                    "operations", "there may be " + MAX_OPERATIONS + " operations, not " + elements.size());
        }
        return elements;
    }

    private CompletableFuture<Result> begin(
            Json element, @Nullable Once once, Map<String, CompletableFuture<Result>> lastOfKey, Call call) {
        try {
            if (element.array()[element.offset()] != '{') {
                throw WizdException.ofField("operations", "an operation is an object");
            }
            KvOperation operation = OPERATION.bind(element);
            KvWrite write = operation.isRead() ? null : operation.write(once);
            CompletableFuture<Result> previous = lastOfKey.get(operation.key());
            CompletableFuture<Result> result = previous == null
                    ? run(operation, write, call)
                    : previous.thenCompose(done -> run(operation, write, call));
            lastOfKey.put(operation.key(), result);
            return result;
        } catch (WizdException e) {
            return CompletableFuture.completedFuture(Result.of(e));
        }
    }

    private CompletableFuture<Result> run(KvOperation operation, @Nullable KvWrite write, Call call) {
        CompletableFuture<Json> reply = write == null ? store.get(operation.key(), call) : store.write(write, call);
        return reply.handle((data, error) -> error == null ? Result.of(data) : Result.of(error));
    }
}
