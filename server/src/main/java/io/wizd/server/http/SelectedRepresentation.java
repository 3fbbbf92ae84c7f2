package io.wizd.server.http;

import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.StreamedList;
import io.wizd.server.http.body.BodyWork;
import io.wizd.server.http.form.EntityTags;
import io.wizd.server.http.form.EntityTags.Comparison;
import io.wizd.server.http.form.Form;
import io.wizd.server.http.form.Negotiation;
import io.wizd.server.http.wire.HttpReply;
import io.wizd.server.http.wire.ReplyBody;
import io.wizd.server.http.wire.RequestFields;
import io.wizd.server.http.wire.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * The representation that a reply is sent as (RFC 9110, 3.2): in the content coding that the client asked for, and judged by the
 * conditions of the request. Static, any thread.
 */
final class SelectedRepresentation {
    /** Smaller bodies do not get smaller enough to be worth the time. */
    static final int MIN_GZIP_BYTES = 1024;

    private SelectedRepresentation() {}

    /** Whether it is the reply as it was made, as with most. */
    static boolean isAsMade(RequestHead head, HttpReply reply) {
        RequestFields fields = head.fields();
        return !isCompressible(head, reply) && fields.ifMatch == null && fields.ifNoneMatch == null;
    }

    /** Whether {@link #of} compresses the body, which takes longer than an event loop may. */
    static boolean takesTime(RequestHead head, HttpReply reply) {
        return reply.body() instanceof ReplyBody.Bytes && isCompressed(head, reply);
    }

    private static boolean isCompressed(RequestHead head, HttpReply reply) {
        return isCompressible(head, reply) && Negotiation.asksForGzip(head.fields().acceptEncoding);
    }

    /**
     * Whether it is worth compressing. What lies ready to be sent, or is so regular that its length is known before it is
     * made, is not: to compress it takes many times as long as to send it. News of how something goes on is not either.
     */
    private static boolean isCompressible(RequestHead head, HttpReply reply) {
        return switch (reply.body()) {
            case ReplyBody.Bytes bytes -> bytes.count() >= MIN_GZIP_BYTES;
            case ReplyBody.Shared shared -> false;
            case ReplyBody.Streamed streamed ->
                streamed.stream().list().itemsLength() == StreamedList.UNKNOWN && !isNews(head, reply.contentType());
        };
    }

    /** Events; and lines that answer a write, which tell how far it is. */
    private static boolean isNews(RequestHead head, String contentType) {
        return contentType.equals(Form.EVENTS.contentType)
                || contentType.equals(Form.NDJSON.contentType) && !head.isRead();
    }

    /** The reply as it goes out; of one that is made while it is sent, the body is compressed then. */
    static HttpReply of(RequestHead head, HttpReply reply, BodyWork work) {
        HttpReply varied = isCompressible(head, reply) ? reply.varyingBy("Accept-Encoding") : reply;
        if (!isCompressed(head, reply)) {
            return judged(head, varied);
        }
        HttpReply judged = judged(head, withTagOfGzip(varied));
        if (judged.status() != reply.status()) {
            return judged;
        }
        ReplyBody gzip = compressed(judged.body(), work);
        return gzip == null
                ? judged(head, varied)
                : judged.with("Content-Encoding", "gzip").withBody(gzip);
    }

    /** Another encoding is another representation, so its entity tag is another one (RFC 9110, 8.8.3.3). */
    private static HttpReply withTagOfGzip(HttpReply reply) {
        String tag = reply.field("ETag");
        return tag.isEmpty() ? reply : reply.without("ETag").with("ETag", EntityTags.ofGzip(tag));
    }

    private static @Nullable ReplyBody compressed(ReplyBody body, BodyWork work) {
        return switch (body) {
            case ReplyBody.Bytes plain -> work.gzipped(plain);
            case ReplyBody.Streamed streamed -> streamed.gzipped(work.budget());
            case ReplyBody.Shared shared -> throw new AssertionError("is not compressed: " + shared);
        };
    }

    private static HttpReply judged(RequestHead head, HttpReply reply) {
        return head.isRead() && reply.status() / 100 == 2 ? judged(head.fields(), reply) : reply;
    }

    /** If-Match, then If-None-Match (RFC 9110, 13.2.2). */
    private static HttpReply judged(RequestFields fields, HttpReply reply) {
        String tag = reply.field("ETag");
        if (fields.ifMatch != null && !EntityTags.matches(fields.ifMatch, tag, Comparison.STRONG)) {
            return HttpReply.problem(
                    Fault.of(ErrorCode.PRECONDITION_FAILED, "the version is not the one that If-Match names"));
        }
        if (fields.ifNoneMatch != null && EntityTags.matches(fields.ifNoneMatch, tag, Comparison.WEAK)) {
            return new HttpReply(304, "", ReplyBody.Bytes.NONE, reply.fields());
        }
        return reply;
    }
}
