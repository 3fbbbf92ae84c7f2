package io.wizd.handlers.members;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/** Members of several sources, each of which gives its own in pages, as one list in order. For one thread. */
final class MergedMembers implements Iterator<Member> {
    /** Members of a page; a source that gives fewer has no more. */
    static final int PAGE = 1_000;

    /** Where members come from. */
    @FunctionalInterface
    interface Source {
        /**
         * Asks for the first {@value MergedMembers#PAGE} behind a place of the list, and does not wait for them.
         *
         * @return waits for them; in any order
         */
        Supplier<List<Member>> pageBehind(long place);
    }

    private final PriorityQueue<Head> heads;

    /** @param after what the list begins behind, and its order */
    MergedMembers(List<Source> sources, ListCursor after) {
        // All are asked before the first is waited for.
        List<Head> all = sources.stream().map(source -> new Head(source, after)).toList();
        heads = new PriorityQueue<>(Comparator.comparingLong(Head::place));
        all.stream().filter(Head::advance).forEach(heads::add);
    }

    /** The rest of a source. */
    private static final class Head {
        private final Source source;
        private final ListCursor cursor;
        private Supplier<List<Member>> coming;
        private boolean isLast;
        private final Deque<Member> page = new ArrayDeque<>();

        Head(Source source, ListCursor after) {
            this.source = source;
            this.cursor = after;
            this.coming = source.pageBehind(after.value());
        }

        /** Has a member at hand; false if there is none any more. */
        boolean advance() {
            if (page.isEmpty() && !isLast) {
                List<Member> came = coming.get();
                came.stream().sorted(Comparator.comparingLong(cursor::place)).forEach(page::addLast);
                isLast = came.size() < PAGE;
                if (!isLast) {
                    coming = source.pageBehind(cursor.place(page.getLast()));
                }
            }
            return !page.isEmpty();
        }

        long place() {
            return cursor.place(page.getFirst());
        }

        Member take() {
            return page.removeFirst();
        }
    }

    @Override
    public boolean hasNext() {
        return !heads.isEmpty();
    }

    @Override
    public Member next() {
        Head head = heads.poll();
        if (head == null) {
            throw new NoSuchElementException();
        }
        Member member = head.take();
        if (head.advance()) {
            heads.add(head);
        }
        return member;
    }
}
