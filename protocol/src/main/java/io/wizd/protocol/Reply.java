package io.wizd.protocol;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * What a handler gives: a reply, or how it will come. {@code O} says what the data looks like, whichever way it travels.
 *
 * @param <O> the record that describes the data
 */
public sealed interface Reply<O> {

    /** A reply that is there whole: it reaches the face that writes it as it is. */
    sealed interface Ready<O> extends Reply<O> {}

    /** JSON that goes out as it is. */
    record Data<O>(Json json) implements Ready<O> {}

    /**
     * JSON that lies in memory already and goes out from there.
     *
     * @param items gives the same as a list, for a client that wants another form than JSON
     */
    record Shared<O>(SharedJson json, Supplier<StreamedList> items) implements Ready<O> {}

    /** An error. A handler may throw it as well. */
    record Failed<O>(Fault fault) implements Ready<O> {}

    /** A list that is made while it is sent, on a virtual thread: of any length, in constant memory. */
    record Streamed<O>(StreamedList list) implements Reply<O> {}

    /**
     * JSON that will come: the call is under way in the database. A handler on the event loop returns it as it is; one
     * on a virtual thread may wait for it.
     */
    record Pending<O>(CompletableFuture<Json> future, Class<O> type) implements Reply<O> {

        /**
         * Waits, and reads the data; for virtual threads only.
         *
         * @throws WizdException what the database answered instead
         */
        public O await() {
            return Jsons.read(awaitJson(), type);
        }

        /**
         * Waits for the data as it comes; for virtual threads only.
         *
         * @throws WizdException what the database answered instead
         */
        public Json awaitJson() {
            try {
                return future.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof WizdException known) {
                    throw known;
                }
                throw e;
            }
        }
    }

    /** Work that blocks or takes long: it is done on a virtual thread, whatever thread the handler was called on. */
    record Blocking<O>(Supplier<Reply<O>> work) implements Reply<O> {}

    /** A value, written as JSON. */
    static <O> Reply<O> of(O value) {
        return new Data<>(Jsons.write(value));
    }

    /** JSON that goes out as it is. */
    static <O> Reply<O> of(Json json) {
        return new Data<>(json);
    }
}
