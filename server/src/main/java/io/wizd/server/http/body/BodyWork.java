package io.wizd.server.http.body;

import io.wizd.budget.ProcessorBudget;
import io.wizd.protocol.Effect;
import io.wizd.protocol.WizdException;
import io.wizd.server.connection.FastGzip;
import io.wizd.server.dispatch.Dispatcher;
import io.wizd.server.http.wire.HttpReply;
import io.wizd.server.http.wire.ReplyBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work on bodies of requests and replies that takes processor time: small ones are done where they are, larger ones within
 * the budget. For virtual threads.
 *
 * @param dispatcher tells how long a message may take
 */
public record BodyWork(ProcessorBudget budget, Dispatcher dispatcher) {
    private static final Logger LOG = LoggerFactory.getLogger(BodyWork.class);

    /** Up to here another thread would take about as long as the work. */
    static final int MAX_SMALL_BYTES = 16 << 10;

    /** It may become a thousand times as many bytes. */
    private static final int MAX_SMALL_GZIP_BYTES = 1 << 10;

    /**
     * What was compressed with gzip.
     *
     * @throws WizdException {@code OVERLOADED} or {@code DEADLINE_EXCEEDED}; what {@link RequestBody#inflated} throws
     */
    public byte[] inflated(byte[] compressed, int maxBytes) {
        return compressed.length <= MAX_SMALL_GZIP_BYTES
                ? RequestBody.inflated(compressed, maxBytes)
                : budget.call(dispatcher.deadlineNanos(), () -> RequestBody.inflated(compressed, maxBytes));
    }

    /** The body compressed; null if there is no room for that now, since it can be sent as it is. */
    public ReplyBody.@Nullable Bytes gzipped(ReplyBody.Bytes plain) {
        if (plain.count() <= MAX_SMALL_BYTES) {
            return compressed(plain);
        }
        try {
            return budget.call(dispatcher.deadlineNanos(), () -> compressed(plain));
        } catch (WizdException e) {
            LOG.debug("not compressed: {}", e.fault());
            return null;
        }
    }

    private static ReplyBody.Bytes compressed(ReplyBody.Bytes plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.count() / 4);
        try (FastGzip gzip = new FastGzip(bytes)) {
            gzip.write(plain.array(), plain.offset(), plain.count());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ReplyBody.Bytes.of(bytes.toByteArray());
    }

    /**
     * A reply in another form than JSON.
     *
     * @param effect of its message: what was written already is told, however long that takes
     * @param bytes of its JSON
     * @throws WizdException {@code OVERLOADED} or {@code DEADLINE_EXCEEDED}, but not where something was written
     */
    public HttpReply inForm(Effect effect, int bytes, Supplier<HttpReply> form) {
        if (bytes <= MAX_SMALL_BYTES) {
            return form.get();
        }
        return effect == Effect.READ ? budget.call(dispatcher.deadlineNanos(), form) : budget.step(form);
    }
}
