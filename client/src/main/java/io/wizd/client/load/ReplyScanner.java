package io.wizd.client.load;

/**
 * Finds where a reply ends, and looks at no more of it than it must: the generator shares its cores with the server.
 * One instance a connection, one thread.
 */
sealed interface ReplyScanner permits LengthReplyScanner, LineReplyScanner, HttpReplyScanner {
    /** What {@link #scan} gives while the end of the reply has not come. */
    int INCOMPLETE = 0;

    /** What {@link #slot} gives where replies come in the order of the requests. */
    int NEXT_SLOT = -2;

    /**
     * The length of the reply that begins at {@code from}, or {@link #INCOMPLETE}.
     *
     * @throws IllegalStateException if it is not a reply
     */
    int scan(byte[] in, int from, int to);

    /** Bytes of a reply that stand before its text. */
    default int prefixBytes() {
        return 0;
    }

    /** Which of the requests in flight the reply just scanned answers. */
    int slot();

    /** Whether the reply just scanned is a success. */
    boolean isSuccess();
}
