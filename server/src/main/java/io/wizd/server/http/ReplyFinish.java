package io.wizd.server.http;

import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.server.http.EntityTags.Comparison;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** The last steps of a reply: the encoding that the client asked for, and its conditions. Static, any thread. */
final class ReplyFinish {
    /** Smaller bodies do not get smaller enough to be worth the time. */
    static final int MIN_GZIP_BYTES = 1024;

    private ReplyFinish() {}

    /** Whether nothing is left to do, as with most replies. */
    static boolean isFinished(RequestFields fields, HttpReply reply) {
        return !isLarge(reply) && fields.ifMatch == null && fields.ifNoneMatch == null;
    }

    /** Whether the body is to be compressed, which takes longer than an event loop may. */
    static boolean isToBeCompressed(RequestFields fields, HttpReply reply) {
        return isLarge(reply) && Negotiation.asksForGzip(fields.acceptEncoding);
    }

    /**
     * Whether it is worth compressing. What lies ready to be sent, or is made while it is sent, is not: to compress it
     * takes many times as long as to send it.
     */
    private static boolean isLarge(HttpReply reply) {
        return reply.body() instanceof ReplyBody.Bytes bytes && bytes.count() >= MIN_GZIP_BYTES;
    }

    /** The reply as it goes out. */
    static HttpReply finished(RequestHead head, HttpReply reply) {
        boolean gzip = isToBeCompressed(head.fields(), reply);
        HttpReply varied = isLarge(reply) ? varied(reply) : reply;
        HttpReply tagged = gzip ? withTagOfGzip(varied) : varied;
        HttpReply judged = head.isRead() && reply.status() / 100 == 2 ? judged(head.fields(), tagged) : tagged;
        return gzip && judged.body() instanceof ReplyBody.Bytes plain && judged.status() == reply.status()
                ? compressed(judged, plain)
                : judged;
    }

    private static HttpReply varied(HttpReply reply) {
        String others = reply.field("Vary");
        return others.isEmpty()
                ? reply.with("Vary", "Accept-Encoding")
                : reply.without("Vary").with("Vary", others + ", Accept-Encoding");
    }

    /** Another encoding is another representation, so its entity tag is another one (RFC 9110, 8.8.3.3). */
    private static HttpReply withTagOfGzip(HttpReply reply) {
        String tag = reply.field("ETag");
        return tag.isEmpty() ? reply : reply.without("ETag").with("ETag", EntityTags.ofGzip(tag));
    }

    private static HttpReply compressed(HttpReply reply, ReplyBody.Bytes plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.count() / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain.array(), plain.offset(), plain.count());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reply.with("Content-Encoding", "gzip").withBody(ReplyBody.Bytes.of(bytes.toByteArray()));
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
