package io.wizd.server.http;

import io.wizd.protocol.SharedJson;
import io.wizd.protocol.StreamedList;
import io.wizd.server.dispatch.ReplyStream;
import io.wizd.server.pipeline.ItemForm;
import io.wizd.server.pipeline.StreamOutput;

/** The body of a response. */
sealed interface ReplyBody {
    /** Bytes, or {@link StreamedList#UNKNOWN}. */
    long length();

    /** A part of an array that nobody changes any more. */
    record Bytes(byte[] array, int offset, int count) implements ReplyBody {
        static final Bytes NONE = new Bytes(new byte[0], 0, 0);

        static Bytes of(byte[] array) {
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

    /** What is made while it is sent, in a form; {@code form} serves this one response. */
    record Streamed(ReplyStream stream, ItemForm form, StreamOutput.Coding coding) implements ReplyBody {
        Streamed(ReplyStream stream, ItemForm form) {
            this(stream, form, StreamOutput.Coding.IDENTITY);
        }

        Streamed gzipped() {
            return new Streamed(stream, form, StreamOutput.Coding.GZIP);
        }

        @Override
        public long length() {
            return coding == StreamOutput.Coding.GZIP ? StreamedList.UNKNOWN : form.length(stream.list());
        }
    }
}
