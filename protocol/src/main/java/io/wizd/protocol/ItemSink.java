package io.wizd.protocol;

/** Takes the items of a {@link StreamedList}, one after the other. For one virtual thread, which it may block. */
public interface ItemSink {
    /**
     * One item: a whole JSON value. The bytes are taken before this returns, so the array may be used again. Waits while
     * the client does not take what there is already.
     *
     * @throws StreamEndedException once nobody waits for more items
     */
    void item(byte[] array, int offset, int length);

    /** One item. */
    default void item(Json json) {
        item(json.array(), json.offset(), json.length());
    }

    /**
     * Sends what there is, without waiting for more: for items that are news.
     *
     * @throws StreamEndedException once nobody waits for more items
     */
    void flush();
}
