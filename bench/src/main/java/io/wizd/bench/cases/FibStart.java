package io.wizd.bench.cases;

import io.wizd.bench.BenchCase;
import io.wizd.bench.BenchDatabase;
import io.wizd.bench.BenchException;
import io.wizd.bench.Contender;
import io.wizd.bench.LoadFigures;
import io.wizd.bench.Stage;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The first request for 10,000 numbers after a start, where they are stored in the database and where they are not. */
final class FibStart implements BenchCase {
    private static final int COUNT = 10_000;

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
        BenchDatabase database = stage.database();
        byte[] answer = FibHttp.answer(COUNT);
        // So that it is computed, and stored, before the first of them starts.
        OneRequest.get(stage.wizdAddress(), "/fib/" + COUNT);
        return new Sides(
                new Started("wizd, table stored", stage, answer, () -> database.awaitFibNumbers(COUNT)),
                new Started("wizd, no table stored", stage, answer, database::forgetFibNumbers));
    }

    /** A wizd that is started before each round, which is one request. */
    private static final class Started implements Contender {
        private final String name;
        private final Stage stage;
        private final byte[] answer;
        private final Runnable beforeStart;
        private Stage.@Nullable FreshWizd wizd;

        Started(String name, Stage stage, byte[] answer, Runnable beforeStart) {
            this.name = name;
            this.stage = stage;
            this.answer = answer;
            this.beforeStart = beforeStart;
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
            beforeStart.run();
            wizd = stage.freshWizd();
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
