package io.wizd.handlers.fib;

import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.Lane;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import io.wizd.handlers.spec.RouteBuilder;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Json;
import io.wizd.protocol.Reply;
import io.wizd.protocol.SharedJson;
import io.wizd.protocol.StreamedList;
import io.wizd.protocol.WizdException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code fib}: the first N Fibonacci numbers, exactly, or the last of them alone. What the table holds is answered at
 * once and sent from there; a longer list is computed while it is sent.
 */
public final class FibHandler implements MessageHandler<FibHandler.In, FibHandler.Out> {

    public record In(
            @Doc("How many numbers; the whole list has a lower limit (fib.max) than the last number alone")
            @Min(0)
            @Max(FibLast.MAX_N)
            int N,

            @Doc("string: JSON strings instead of integers, for clients whose numbers are doubles")
            @Pattern(regexp = "string", message = "must be string, or be left out")
            @Nullable
            String as,

            @Doc("last: the last of the first N numbers alone, which is F(N-1)")
            @Pattern(regexp = "last", message = "must be last, or be left out")
            @Nullable
            String only) {}

    public record Out(
            @Doc("How many numbers") int N,

            @Doc("0, 1, 1, 2, 3, … as JSON integers of any length, or as strings; not with only = last") @Nullable
            List<Json> result,

            @Doc("The last of the first N numbers; with only = last") @Nullable
            Json last) {}

    private final Fibonacci fibonacci;
    private final String expected;
    private final MessageSpec<In, Out> spec;

    public FibHandler(Fibonacci fibonacci) {
        this.fibonacci = fibonacci;
        this.expected =
                "an integer from 0 to " + fibonacci.max() + " (with only = last, from 1 to " + FibLast.MAX_N + ")";
        this.spec = MessageSpec.of("fib", In.class, Out.class)
                .summary("The first N Fibonacci numbers, or the last of them alone")
                .effect(Effect.READ)
                .lane(Lane.INLINE)
                .errors(ErrorCode.DEADLINE_EXCEEDED, ErrorCode.OVERLOADED)
                .expects("N", expected)
                .expects("only", "last, or be left out; N is " + expected)
                .routes(
                        list("/fib/{N}"),
                        list("/fib").named("fib-by-query"),
                        Route.get("/fib/{N}/{only}").negotiated().named("fib-last"));
    }

    private static RouteBuilder list(String path) {
        return Route.get(path).negotiated().listing("result");
    }

    @Override
    public MessageSpec<In, Out> spec() {
        return spec;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        FibItems.Kind kind = in.as() == null ? FibItems.Kind.INTEGERS : FibItems.Kind.STRINGS;
        if (in.only() != null) {
            checkRange(in.N(), 1, FibLast.MAX_N);
            return new Reply.Blocking<>(() -> last(in.N(), kind, call.deadlineNanos()));
        }
        checkRange(in.N(), 0, fibonacci.max());
        if (kind == FibItems.Kind.INTEGERS && in.N() <= fibonacci.table().max()) {
            SharedJson found = fibonacci.table().first(in.N());
            return found != null ? shared(in.N(), found) : new Reply.Blocking<>(() -> grown(in.N()));
        }
        return new Reply.Streamed<>(list(fibonacci.items(in.N(), kind)));
    }

    private void checkRange(int n, int min, int max) {
        if (n < min || n > max) {
            throw WizdException.ofField("N", "N must be " + expected + ", not " + n);
        }
    }

    private Reply<Out> grown(int n) {
        fibonacci.table().growTo(n);
        SharedJson found = fibonacci.table().first(n);
        if (found == null) {
            throw new IllegalStateException("the table has grown and is too short for " + n);
        }
        return shared(n, found);
    }

    private Reply<Out> shared(int n, SharedJson json) {
        return new Reply.Shared<>(json, () -> list(fibonacci.items(n, FibItems.Kind.INTEGERS)));
    }

    private static StreamedList list(FibItems items) {
        return new StreamedList(Json.of("{\"N\":" + items.count() + "}"), "result", items.length(), items);
    }

    private Reply<Out> last(int n, FibItems.Kind kind, long deadlineNanos) {
        String quote = kind == FibItems.Kind.STRINGS ? "\"" : "";
        byte[] begin = ("{\"N\":" + n + ",\"last\":" + quote).getBytes(StandardCharsets.US_ASCII);
        byte[] digits = fibonacci.last().digits(n - 1, deadlineNanos);
        byte[] end = (quote + "}").getBytes(StandardCharsets.US_ASCII);
        byte[] reply = Arrays.copyOf(begin, begin.length + digits.length + end.length);
        System.arraycopy(digits, 0, reply, begin.length, digits.length);
        System.arraycopy(end, 0, reply, begin.length + digits.length, end.length);
        return Reply.of(Json.of(reply));
    }
}
