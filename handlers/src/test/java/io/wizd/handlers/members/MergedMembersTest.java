package io.wizd.handlers.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergedMembersTest {
    private static final ListCursor BEGINNING = new ListCursor(ListCursor.Order.ID, 0);

    /** Gives pages of what it has, in no order, and counts how many were asked for. */
    private static final class Shuffled implements MergedMembers.Source {
        private final List<Long> ids;
        private int asked;

        Shuffled(List<Long> ids) {
            this.ids = ids;
        }

        @Override
        public Supplier<List<Member>> pageBehind(long place) {
            asked++;
            List<Member> page = new ArrayList<>(ids.stream()
                    .filter(id -> id > place)
                    .sorted()
                    .limit(MergedMembers.PAGE)
                    .map(id -> new Member(id, "Ada", "King", "1", id, 1))
                    .toList());
            Collections.shuffle(page, new Random(place));
            return () -> page;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1_000, 1_001, 3_000, 4_321})
    void theListIsInOrderAndWhole(int members) {
        Random random = new Random(members);
        List<Shuffled> sources = List.of(
                new Shuffled(new ArrayList<>()), new Shuffled(new ArrayList<>()), new Shuffled(new ArrayList<>()));
        LongStream.rangeClosed(1, members)
                .forEach(id -> sources.get(random.nextInt(2)).ids.add(id));

        MergedMembers merged = new MergedMembers(List.copyOf(sources), BEGINNING);
        List<Long> ids = new ArrayList<>();
        merged.forEachRemaining(member -> ids.add(member.id()));

        assertThat(ids)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, members).boxed().toList());
        assertThatThrownBy(merged::next).isInstanceOf(NoSuchElementException.class);
        // Nothing is read twice.
        assertThat(sources)
                .allSatisfy(source -> assertThat(source.asked).isEqualTo(source.ids.size() / MergedMembers.PAGE + 1));
    }
}
