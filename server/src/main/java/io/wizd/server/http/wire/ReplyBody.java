package io.wizd.server.http.wire;

import io.wizd.budget.ProcessorBudget;
import io.wizd.protocol.SharedJson;
import io.wizd.protocol.StreamedList;
import io.wizd.server.connection.ItemForm;
import io.wizd.server.dispatch.ReplyStream;
import org.jspecify.annotations.Nullable;

/** The body of a response. */
public sealed interface ReplyBody {
    /** Bytes, or {@link StreamedList#UNKNOWN}. */
    long length();

    /** A part of an array that nobody changes any more. */
    record Bytes(byte[] array, int offset, int count) implements ReplyBody {
        public static final Bytes NONE = new Bytes(new byte[0], 0, 0);

        public static Bytes of(byte[] array) {
            return new Bytes(array, 0, array.length);
        }

        @Override
        public long length() {
            return count;
        }
    }

    /** What is sent from where it lies. */
    record Shared(SharedJson json) implements ReplyBody {
        @Override
        public long length() {
            return json.length();
        }
    }

    /**
     * What is made while it is sent, in a form.
     *
     * @param form serves this one response
     * @param gzipBudget what it may take to compress it; null if it is sent as it is
     */
    record Streamed(
            ReplyStream stream, ItemForm form, @Nullable ProcessorBudget gzipBudget) implements ReplyBody {
        public Streamed(ReplyStream stream, ItemForm form) {
            this(stream, form, null);
        }

        public Streamed gzipped(ProcessorBudget budget) {
            return new Streamed(stream, form, budget);
        }

        @Override
        public long length() {
            return gzipBudget != null ? StreamedList.UNKNOWN : form.length(stream.list());
        }
    }
}
