package io.wizd.server.connection;

import io.wizd.protocol.ItemSink;
import io.wizd.protocol.StreamedList;

/**
 * What a list looks like on the wire, item by item: JSON here; over HTTP other forms too. One instance a stream, one
 * thread.
 */
public interface ItemForm {
    /** Bytes of the whole, or {@link StreamedList#UNKNOWN}. */
    long length(StreamedList list);

    /** Writes what stands before the first item. */
    void begin(StreamedList list, StreamOutput out);

    /** Writes one item, a JSON value. */
    void item(byte[] array, int offset, int length, StreamOutput out);

    /** Writes what stands behind the last item. */
    void end(StreamOutput out);

    /**
     * Writes the whole list, as its producer makes it.
     *
     * @throws IllegalStateException where it is not as long as it said
     */
    default void writeTo(StreamOutput out, StreamedList list) {
        begin(list, out);
        list.producer().produce(new ItemSink() {
            @Override
            public void item(byte[] array, int offset, int length) {
                ItemForm.this.item(array, offset, length, out);
            }

            @Override
            public void flush() {
                out.flush();
            }
        });
        end(out);
        long expected = length(list);
        if (expected != StreamedList.UNKNOWN && expected != out.length()) {
            throw new IllegalStateException(
                    "a list of " + list.field() + " has " + out.length() + " bytes, not the " + expected + " it said");
        }
        out.end();
    }
}
