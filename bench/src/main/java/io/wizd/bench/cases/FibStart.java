package io.wizd.bench.cases;

import io.wizd.bench.BenchCase;
import io.wizd.bench.BenchException;
import io.wizd.bench.Contender;
import io.wizd.bench.LoadFigures;
import io.wizd.bench.Stage;
import java.util.Arrays;
import java.util.PrimitiveIterator;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The first request for 10,000 numbers after a start, where the server before has kept them and where there was none. */
final class FibStart implements BenchCase {
    private static final int COUNT = 10_000;
    private static final String KEPT = "fib-kept";

    @Override
    public String name() {
        return "fib-start";
    }

    @Override
    public String summary() {
        return "the first GET /fib/10000 of a wizd that has just started; the same without the stored table";
    }

    @Override
    public Sides open(Stage stage) {
        byte[] answer = FibHttp.answer(COUNT);
        Stage.FreshWizd before = stage.freshWizd(KEPT);
        OneRequest.get(before.address(), "/fib/" + COUNT);
        before.end().run();
        PrimitiveIterator.OfInt rounds =
                IntStream.iterate(0, round -> round + 1).iterator();
        return new Sides(
                new Started("wizd, table stored", answer, () -> stage.freshWizd(KEPT)),
                new Started("wizd, no table stored", answer, () -> stage.freshWizd("fib-fresh" + rounds.next())));
    }

    /** A wizd that is started before each round, which is one request. */
    private static final class Started implements Contender {
        private final String name;
        private final byte[] answer;
        private final Supplier<Stage.FreshWizd> start;
        private Stage.@Nullable FreshWizd wizd;

        Started(String name, byte[] answer, Supplier<Stage.FreshWizd> start) {
            this.name = name;
            this.answer = answer;
            this.start = start;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void prepare() {
            if (wizd != null) {
                wizd.end().run();
            }
            wizd = start.get();
        }

        private Stage.FreshWizd wizd() {
            if (wizd == null) {
                throw new IllegalStateException("prepare() comes first");
            }
            return wizd;
        }

        @Override
        public ProcessHandle process() {
            return wizd().process();
        }

        @Override
        public LoadFigures load(int durationMs) {
            long begunNanos = System.nanoTime();
            byte[] got = OneRequest.get(wizd().address(), "/fib/" + COUNT);
            double ms = (System.nanoTime() - begunNanos) / 1e6;
            if (!Arrays.equals(answer, got)) {
                throw new BenchException(name + " answers wrongly");
            }
            return new LoadFigures(1, 1_000 / ms, ms, ms, 0, "");
        }
    }
}
