package io.wizd.bench.reference;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Numbers of keys of one node at random, none twice in a batch. One thread. */
final class RandomKeys {
    private final List<int[]> owned;
    private final int atOnce;
    private final SplittableRandom random = new SplittableRandom();

    /**
     * @param owned the numbers that each node owns, many more than a batch takes
     * @param atOnce the size of a batch
     */
    RandomKeys(List<int[]> owned, int atOnce) {
        this.owned = owned;
        this.atOnce = atOnce;
    }

    /** The nodes own about as many keys each. */
    int nextNode() {
        return random.nextInt(owned.size());
    }

    /** The next batch, in order. */
    long[] next(int node) {
        int[] numbers = owned.get(node);
        while (true) {
            long[] batch = random.ints(atOnce, 0, numbers.length)
                    .mapToLong(i -> numbers[i])
                    .sorted()
                    .toArray();
            if (Arrays.stream(batch).distinct().count() == atOnce) {
                return batch;
            }
        }
    }
}
