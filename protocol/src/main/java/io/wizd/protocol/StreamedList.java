package io.wizd.protocol;

/**
 * A reply that is an object whose last field is a list, and the list is made while it is sent: {@code {"N":10,
 * "result":[…]}}. Immutable; to be sent once.
 *
 * @param before the object with the fields before the list: {@code {"N":10}}
 * @param field the name of the list
 * @param itemsLength bytes of all items as JSON with the commas between them; {@link #UNKNOWN} where only the end tells
 * @param producer makes the items
 */
public record StreamedList(Json before, String field, long itemsLength, Producer producer) {
    /** The length of a list that nobody knows before its end. */
    public static final long UNKNOWN = -1;

    /** Makes the items: plain blocking code. */
    @FunctionalInterface
    public interface Producer {
        /**
         * Called once, on a virtual thread of its own, and interrupted when nobody waits for the items any more. It has
         * all the time it needs. What it throws before the first bytes were sent becomes an error reply; afterwards it
         * breaks the connection off.
         */
        void produce(ItemSink sink);
    }
}
