package io.wizd.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class HandoverTest {
    private final List<String> done = new ArrayList<>();
    private final Waiting one = new Waiting();
    private final Waiting other = new Waiting();

    /** Runs nothing by itself. */
    private static final class Waiting implements Executor {
        private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        void runFirst() {
            tasks.removeFirst().run();
        }
    }

    @Test
    void isAtOnceOutsideABatch() {
        Handover.to(one, () -> done.add("a"));
        Handover.to(one, () -> done.add("b"));
        assertThat(one.tasks).hasSize(2);
    }

    @Test
    void isOneTaskForEachExecutorAtTheEndOfABatchInItsOrder() {
        Handover.afterAllOf(() -> {
            Handover.to(one, () -> done.add("a"));
            Handover.to(other, () -> done.add("x"));
            Handover.afterAllOf(() -> Handover.to(one, () -> done.add("b")));
            Handover.to(one, () -> done.add("c"));
            assertThat(one.tasks).isEmpty();
        });
        assertThat(one.tasks).hasSize(1);
        assertThat(other.tasks).hasSize(1);
        one.runFirst();
        assertThat(done).containsExactly("a", "b", "c");
        other.runFirst();
        assertThat(done).endsWith("x");

        Handover.to(one, () -> done.add("d"));
        assertThat(one.tasks).hasSize(1);
    }

    @Test
    void isDoneThoughTheBatchFails() {
        assertThatThrownBy(() -> Handover.afterAllOf(() -> {
                    Handover.to(one, () -> done.add("a"));
                    throw new IllegalStateException("of the batch");
                }))
                .hasMessage("of the batch");
        one.runFirst();
        assertThat(done).containsExactly("a");
    }

    @Test
    void goesOnBehindWorkThatFails() {
        Handover.afterAllOf(() -> {
            Handover.to(one, () -> {
                throw new IllegalStateException("of the first");
            });
            Handover.to(one, () -> done.add("b"));
        });
        assertThatThrownBy(one::runFirst).hasMessage("of the first");
        one.runFirst();
        assertThat(done).containsExactly("b");
    }
}
