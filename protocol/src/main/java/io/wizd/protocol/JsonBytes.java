package io.wizd.protocol;

/** One JSON value that can be written in UTF-8, be it there as {@link Json} or put together only then. Immutable, any thread. */
public interface JsonBytes {
    /** Bytes that it has. */
    int length();

    /**
     * Writes its {@link #length} bytes.
     *
     * @return where they end
     */
    int writeTo(byte[] array, int at);
}
