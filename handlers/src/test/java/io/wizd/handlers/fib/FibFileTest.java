package io.wizd.handlers.fib;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wizd.budget.ProcessorBudgets;
import io.wizd.db.testing.Eventually;
import io.wizd.db.testing.Heard;
import io.wizd.event.FibEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.Level;

/** The table in its file: kept, read back, and not believed where it is damaged. */
class FibFileTest {
    private static final ProcessorBudgets BUDGETS =
            ProcessorBudgets.of(ProcessorBudgets.Shares.DEFAULT, new SimpleMeterRegistry());
    private static final int MAX = 1_100;

    @TempDir
    Path folder;

    private final Heard<FibEvent> warnings = Heard.of(
            FibEvent.class, event -> event.level() == Level.WARN && event.text().contains(file().toString()));

    @AfterEach
    void listenNoMore() {
        warnings.close();
    }

    private Path file() {
        return folder.resolve("fib-table");
    }

    private Fibonacci started(int max) {
        Fibonacci fibonacci = new Fibonacci(file(), max, max, BUDGETS);
        fibonacci.start();
        return fibonacci;
    }

    private byte[] kept(int count) throws IOException {
        try (Fibonacci fibonacci = started(MAX)) {
            fibonacci.table().growTo(count);
        }
        return Files.readAllBytes(file());
    }

    private static void assertRight(Fibonacci fibonacci, int n) {
        fibonacci.table().growTo(n);
        assertThat(FibTableTest.text(Objects.requireNonNull(fibonacci.table().first(n))))
                .isEqualTo("{\"N\":" + n + ",\"result\":[" + String.join(",", FibTableTest.plainly(n)) + "]}");
    }

    @Test
    void whatOneServerHasKeptTheNextReadsBack() throws Exception {
        byte[] before = kept(MAX);

        try (Fibonacci next = started(MAX)) {
            Eventually.await("all is read back", () -> next.cached() == MAX);
            assertRight(next, MAX);
        }

        assertThat(file()).hasBinaryContent(before);
        assertThat(folder).isDirectoryNotContaining("glob:**.next");
        assertThat(warnings.texts()).isEmpty();
    }

    @Test
    void theTableGrowsOnFromWhatWasReadBack() throws Exception {
        kept(500);
        try (Fibonacci next = started(MAX)) {
            Eventually.await("all is read back", () -> next.cached() == 500);
            assertRight(next, MAX);
        }
        try (Fibonacci last = started(MAX)) {
            Eventually.await("what was added is read back", () -> last.cached() == MAX);
            assertRight(last, MAX);
        }
    }

    /** The end of a table that is no whole chunk of a larger one is computed. */
    @Test
    void aTableOfAnotherSizeTakesWhatFits() throws Exception {
        byte[] before = kept(MAX);

        try (Fibonacci smaller = started(600)) {
            Eventually.await("it is full", () -> smaller.cached() == 600);
            assertRight(smaller, 600);
        }
        assertThat(file()).as("has more").hasBinaryContent(before);
        try (Fibonacci larger = started(3_000)) {
            Eventually.await("whole chunks are read back", () -> larger.cached() == 1_000);
            assertRight(larger, 3_000);
        }
        assertThat(warnings.texts()).isEmpty();
    }

    /** What happened to the file, and what is told of it. */
    private record Damage(String what, String why, UnaryOperator<byte[]> act) {
        @Override
        public String toString() {
            return what;
        }
    }

    static List<Damage> damages() {
        return List.of(
                new Damage("a digit", "its checksum is wrong", bytes -> changed(bytes, bytes.length / 2)),
                new Damage("the checksum", "its checksum is wrong", bytes -> changed(bytes, 5)),
                new Damage("the count", "its length is wrong", bytes -> changed(bytes, 3)),
                new Damage("a count below zero", "its length is wrong", bytes -> changed(bytes, 0)),
                new Damage("cut off", "its length is wrong", bytes -> Arrays.copyOf(bytes, bytes.length - 1)),
                new Damage("one byte more", "its length is wrong", bytes -> Arrays.copyOf(bytes, bytes.length + 1)),
                new Damage("the head alone", "its length is wrong", bytes -> Arrays.copyOf(bytes, 8)),
                new Damage("empty", "its length is wrong", bytes -> new byte[0]));
    }

    private static byte[] changed(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= (byte) 0x81;
        return changed;
    }

    @ParameterizedTest
    @MethodSource("damages")
    void whatIsDamagedIsToldComputedAndReplaced(Damage damage) throws Exception {
        byte[] before = kept(MAX);
        Files.write(file(), damage.act().apply(before));

        try (Fibonacci next = started(MAX)) {
            Eventually.await("it is told", () -> !warnings.texts().isEmpty());
            assertThat(next.cached()).isZero();
            assertThat(file()).doesNotExist();
            assertRight(next, MAX);
        }

        assertThat(file()).hasBinaryContent(before);
        assertThat(warnings.texts())
                .containsExactly(file() + " is damaged, and the Fibonacci numbers are computed anew: " + damage.why());
    }

    @Test
    void whereNothingCanBeKeptTheNumbersAreComputed() throws Exception {
        Files.createDirectory(file());
        try (Fibonacci fibonacci = started(MAX)) {
            assertRight(fibonacci, MAX);
        }
        assertThat(warnings.texts()).last().asString().contains("fib-table cannot be written");
    }

    @Test
    void aServerThatIsAskedForNothingKeepsNothing() {
        started(MAX).close();
        assertThat(folder).isEmptyDirectory();
    }
}
