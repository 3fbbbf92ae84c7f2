package io.wizd.server.connection;

import io.wizd.protocol.StreamedList;

/**
 * What a list looks like on the wire, item by item: JSON here; over HTTP other forms too. One instance a stream, one
 * thread.
 */
public interface ItemForm {
    /** Bytes of the whole, or {@link StreamedList#UNKNOWN}. */
    default long length(StreamedList list) {
        return StreamedList.UNKNOWN;
    }

    /** Writes what comes before the first item. */
    default void begin(StreamedList list, StreamOutput out) {}

    /** Writes one item, a JSON value. */
    void item(byte[] array, int offset, int length, StreamOutput out);

    /** Writes what follows the last item. */
    default void end(StreamOutput out) {}
}
