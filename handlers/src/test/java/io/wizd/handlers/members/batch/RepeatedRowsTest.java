package io.wizd.handlers.members.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wizd.db.input.OnDuplicate;
import io.wizd.db.members.RowBlock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows whose key a row before has, beside a map that knows all keys. */
class RepeatedRowsTest {
    @TempDir
    private Path folder = Path.of("");

    private record Key(long account, long client) {}

    @Test
    void theCountIsThatOfAMap() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            int rows = random.nextInt(3_000);
            int keysOfRun = 1 + random.nextInt(round % 10 == 0 ? 4_000 : 200);
            long keys = 1 + random.nextInt(2_000);
            boolean isSorted = random.nextBoolean();
            Map<Key, Integer> map = new HashMap<>();
            Path file = folder.resolve("keys");
            try (RepeatedRows repeated = new RepeatedRows(file, keysOfRun)) {
                for (int i = 0; i < rows; i++) {
                    long n = isSorted ? i * keys / rows : random.nextLong(keys);
                    Key key = new Key(1 + n % 3, n == 7 ? Long.MAX_VALUE : 1 + n);
                    map.merge(key, 1, Integer::sum);
                    repeated.add(key.account(), key.client());
                }
                assertThat(repeated.count())
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(rows - map.size());
            }
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void blocksOfSeveralChunks() throws Exception {
        try (RepeatedRows repeated = new RepeatedRows(folder.resolve("keys"), 2)) {
            for (int chunk = 0; chunk < 4; chunk++) {
                RowBlock block = new RowBlock(OnDuplicate.SKIP);
                for (long client : new long[] {5, 1, 5, 10 + chunk}) {
                    block.add(0, "Ann", "Abel", "1", client, 7);
                }
                repeated.add(block);
            }
            assertThat(repeated.count()).isEqualTo(16 - 6);
        }
    }

    @Test
    void fewKeysNeedNoFile() throws Exception {
        Path file = folder.resolve("keys");
        try (RepeatedRows repeated = new RepeatedRows(file)) {
            repeated.add(1, 2);
            repeated.add(1, 2);
            assertThat(repeated.count()).isEqualTo(1);
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void aFullDiskIsTold() throws Exception {
        Path full = Files.createSymbolicLink(folder.resolve("full"), Path.of("/dev/full"));
        Path file = folder.resolve("keys");
        try (RepeatedRows repeated = new RepeatedRows(file, 1)) {
            Files.move(full, file);
            repeated.add(1, 2);
            assertThatExceptionOfType(RepeatedRows.NotWrittenException.class)
                    .isThrownBy(() -> repeated.add(1, 3))
                    .withMessageContaining("the disk of the server is full, or fails");
        }
    }
}
