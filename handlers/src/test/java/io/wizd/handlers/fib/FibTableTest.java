package io.wizd.handlers.fib;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.FileRegion;
import io.wizd.budget.ProcessorBudgets;
import io.wizd.db.testing.Proof;
import io.wizd.protocol.ItemSink;
import io.wizd.protocol.SharedJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers and the table, against numbers that BigInteger computes. */
class FibTableTest {
    private static final ProcessorBudgets BUDGETS =
            ProcessorBudgets.of(ProcessorBudgets.Shares.DEFAULT, new SimpleMeterRegistry());

    /** The first of them, by plain addition. */
    static List<String> plainly(int count) {
        return Plain.NUMBERS.subList(0, count);
    }

    /** Made once: to turn thousands of large numbers into digits takes a second. */
    private static final class Plain {
        static final List<String> NUMBERS = Stream.iterate(new BigInteger[] {BigInteger.ZERO, BigInteger.ONE}, pair ->
                        new BigInteger[] {pair[1], pair[0].add(pair[1])})
                .limit(8_000)
                .map(pair -> pair[0].toString())
                .toList();
    }

    private static String answer(int n) {
        return "{\"N\":" + n + ",\"result\":[" + String.join(",", plainly(n)) + "]}";
    }

    static String text(SharedJson json) {
        ByteBuf out = Unpooled.buffer((int) json.length());
        json.copyTo(out);
        assertThat(out.readableBytes()).isEqualTo((int) json.length());
        return out.toString(StandardCharsets.UTF_8);
    }

    private static SharedJson first(FibTable table, int n) {
        return Objects.requireNonNull(table.first(n), () -> "not yet " + n);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 94, 249, 250, 251, 255, 256, 3_000, 3_250, 3_500, 6_001, 7_777})
    void theAnswerIsAPrefixOfTheNumbers(int n) {
        FibTable table = new FibTable(7_777);
        table.growTo(n);

        assertThat(text(first(table, n))).isEqualTo(answer(n));
        assertThat(text(first(table, n))).as("asked again").isEqualTo(answer(n));
    }

    @Test
    void theLastChunkEndsWhereTheTableEnds() {
        for (int max : new int[] {1, 2, 249, 250, 251, 1_001}) {
            FibTable table = new FibTable(max);
            table.growTo(max);
            assertThat(table.count()).isEqualTo(max);
            assertThat(text(first(table, max))).isEqualTo(answer(max));
        }
    }

    @Test
    void whatIsNotThereYetIsNotAnswered() {
        FibTable table = new FibTable(1_000);
        assertThat(table.first(1)).isNull();
        table.growTo(1);
        assertThat(table.count()).isEqualTo(FibTable.CHUNK);
        assertThat(table.first(FibTable.CHUNK + 1)).isNull();
    }

    /** Growing neither moves nor changes what is being sent. */
    @Test
    void aSliceStaysWhatItIsWhileTheTableGrows() {
        FibTable table = new FibTable(9_000);
        table.growTo(3_400);
        CompositeByteBuf sent = Unpooled.compositeBuffer(Integer.MAX_VALUE);
        first(table, 3_400).sliceTo(sent);
        assertThat(table.slicesInUse()).isEqualTo(2);

        table.growTo(9_000);

        assertThat(sent.toString(StandardCharsets.UTF_8)).isEqualTo(answer(3_400));
        sent.release();
        assertThat(table.slicesInUse()).isZero();
    }

    /** What the kernel is given to send. */
    @Test
    void theFileBeginsWithTheAnswer() throws IOException {
        FibTable table = new FibTable(7_777);
        table.growTo(6_000);
        SharedJson json = first(table, 6_000);
        assertThat(json.hasFile()).isTrue();
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        FileRegion region = json.region();
        table.growTo(7_777);
        WritableByteChannel out = Channels.newChannel(sent);
        while (region.transferred() < region.count()) {
            region.transferTo(out, region.transferred());
        }
        assertThat(sent.toString(StandardCharsets.US_ASCII)).isEqualTo(String.join(",", plainly(6_000)));
        assertThat(table.slicesInUse()).isEqualTo(1);
        region.release();
        assertThat(table.slicesInUse()).isZero();
        assertThat(json.region().transferTo(out, 0)).as("the file is open").isPositive();
    }

    /** As a stop does; it would close a channel that is used by then. */
    @Test
    void anInterruptWhileItGrowsLeavesTheFileOpen() throws IOException {
        FibTable table = new FibTable(4_000);
        table.growTo(300);
        Thread.currentThread().interrupt();
        table.growTo(4_000);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(first(table, 4_000).region().transferTo(Channels.newChannel(new ByteArrayOutputStream()), 0))
                .isPositive();
    }

    @Test
    void theFileHasNoName(@TempDir Path folder) throws IOException {
        FibTable table = new FibTable(300, folder);
        table.growTo(300);
        assertThat(first(table, 300).hasFile()).isTrue();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void withoutAFileItIsPlainMemory(@TempDir Path folder) {
        FibTable table = new FibTable(3_500, folder.resolve("missing"));
        table.growTo(3_500);
        assertThat(first(table, 3_500).hasFile()).isFalse();
        assertThat(text(first(table, 3_500))).isEqualTo(answer(3_500));
    }

    @Test
    void readersAndThoseWhoWantMoreDoNotDisturbEachOther() {
        int max = 4_000;
        FibTable table = new FibTable(max);
        String all = String.join(",", plainly(max));
        AtomicInteger read = new AtomicInteger();
        List<CompletableFuture<Void>> askers = IntStream.range(0, 16)
                .mapToObj(asker -> CompletableFuture.runAsync(() -> {
                    for (int n = 300 + asker; n <= max; n += 37) {
                        table.growTo(n);
                        String text = text(first(table, n));
                        int begin = text.indexOf('[') + 1;
                        assertThat(all.startsWith(text.substring(begin, text.length() - 2)))
                                .isTrue();
                        read.incrementAndGet();
                    }
                }))
                .toList();

        askers.forEach(CompletableFuture::join);

        assertThat(read.get()).isGreaterThan(16 * 90);
        assertThat(text(first(table, max))).isEqualTo(answer(max));
    }

    @Test
    void theLengthsAreThoseOfTheNumbers() {
        FibWalk walk = new FibWalk();
        long sum = 0;
        for (int n = 0; n < Proof.length(50_000, 150_000); n++) {
            int digits = walk.digits();
            if (digits != FibDigits.of(n) || sum != FibDigits.ofFirst(n) && n % 97 == 0) {
                throw new AssertionError("F(" + n + ") has " + digits + " digits");
            }
            sum += digits;
            walk.advance();
        }
        assertThat(FibDigits.of(10_000_000)).isEqualTo(2_089_877);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 90, 500, 3_000})
    void theItemsAreTheNumbersAndAsLongAsTheySay(int count) {
        for (FibItems.Kind kind : FibItems.Kind.values()) {
            long tasksBefore = BUDGETS.rendering().tasksDone();
            List<String> items = new ArrayList<>();
            FibItems made = new FibItems(count, kind, BUDGETS.rendering());
            made.produce(new ItemSink() {
                @Override
                public void item(byte[] array, int offset, int length) {
                    items.add(new String(array, offset, length, StandardCharsets.US_ASCII));
                }

                @Override
                public void flush() {
                    throw new AssertionError("nothing is news");
                }
            });
            String quote = kind == FibItems.Kind.STRINGS ? "\"" : "";
            assertThat(items)
                    .isEqualTo(plainly(count).stream()
                            .map(number -> quote + number + quote)
                            .toList());
            assertThat(made.length()).isEqualTo(String.join(",", items).length());
            boolean isLong = made.length() > 64 << 10;
            assertThat(BUDGETS.rendering().tasksDone() > tasksBefore)
                    .as("a long list is made within the budget, a short one where it is sent")
                    .isEqualTo(isLong);
        }
    }
}
