package io.wizd.bench.cases;

import io.wizd.bench.BenchCase;
import io.wizd.bench.BenchException;
import io.wizd.bench.Stage;
import io.wizd.bench.Workload;
import io.wizd.client.load.NumberRange;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/** The first N Fibonacci numbers, beside nginx with the same bytes as a file. */
record FibHttp(int count) implements BenchCase {
    static List<BenchCase> all() {
        return IntStream.of(10, 100, 1_000, 10_000)
                .<BenchCase>mapToObj(FibHttp::new)
                .toList();
    }

    @Override
    public String name() {
        return "fib-" + count;
    }

    @Override
    public String summary() {
        return "GET /fib/" + count + "; nginx (sendfile, files kept open) with the same bytes as a static file";
    }

    @Override
    public Sides open(Stage stage) {
        byte[] answer = answer(count);
        if (!Arrays.equals(answer, OneRequest.get(stage.wizdAddress(), "/fib/" + count))) {
            throw new BenchException("wizd answers /fib/" + count + " wrongly");
        }
        String file = Integer.toString(count);
        Stage.ReferenceServer nginx = stage.nginx(Map.of(file, answer));
        return new Sides(
                stage.wizd(Workload.Http.get("/fib/" + count, NumberRange.DEFAULT)),
                nginx.under(Workload.Http.get("/" + file, NumberRange.DEFAULT)));
    }

    /** By another way than wizd's. */
    static byte[] answer(int count) {
        StringJoiner numbers = new StringJoiner(",", "{\"N\":" + count + ",\"result\":[", "]}");
        BigInteger number = BigInteger.ZERO;
        BigInteger next = BigInteger.ONE;
        for (int i = 0; i < count; i++) {
            numbers.add(number.toString());
            BigInteger sum = number.add(next);
            number = next;
            next = sum;
        }
        return numbers.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
