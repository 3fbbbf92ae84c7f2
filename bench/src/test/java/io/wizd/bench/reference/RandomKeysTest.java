package io.wizd.bench.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;

class RandomKeysTest {
    private static final List<int[]> OWNED = List.of(new int[] {1, 3, 5, 7, 9}, new int[] {2, 4, 6, 8, 10});

    @RepeatedTest(20)
    void aBatchHoldsKeysOfOneNodeInOrderAndNoneTwice() {
        RandomKeys keys = new RandomKeys(OWNED, 4);
        int node = keys.nextNode();
        assertThat(Arrays.stream(keys.next(node)).boxed())
                .hasSize(4)
                .isSorted()
                .doesNotHaveDuplicates()
                .allMatch(n -> n % 2 == (node == 0 ? 1 : 0));
    }
}
