package io.wizd.handlers.spec;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, and where the next part begins.
 *
 * @param items at most as many as were asked for
 * @param next the cursor of the next page; null where this is the last
 */
public record Page<T, C>(List<T> items, @Nullable C next) {
    /**
     * Reads one.
     *
     * @param limit the most items
     * @param read gives so many of those behind the cursor of this page, or fewer where there are no more
     * @param cursor of an item: those behind it are read by it
     */
    public static <T, C> Page<T, C> read(int limit, IntFunction<List<T>> read, Function<T, C> cursor) {
        // One more than asked for tells whether there is a next page.
        List<T> found = read.apply(limit + 1);
        return found.size() <= limit
                ? new Page<>(found, null)
                : new Page<>(found.subList(0, limit), cursor.apply(found.get(limit - 1)));
    }
}
