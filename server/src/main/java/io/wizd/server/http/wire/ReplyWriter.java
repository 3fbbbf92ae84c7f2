package io.wizd.server.http.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.wizd.protocol.SharedJson;
import io.wizd.protocol.StreamedList;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A reply as the bytes of an HTTP/1.1 response, in one buffer. It says how long the body is, so that HTTP/1.0 clients can
 * read it; what is made while it is sent is written by the connection. Static, any thread.
 */
public final class ReplyWriter {
    private static final byte[] CONTINUE = ascii("HTTP/1.1 100 Continue\r\n\r\n");
    private static final byte[] CONTENT_TYPE_JSON = ascii("Content-Type: application/json\r\nContent-Length: ");
    private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");
    private static final int CRLF = '\r' << 8 | '\n';

    /** Up to here a copy costs less than buffers of their own. */
    private static final int MAX_COPIED_BYTES = 4 << 10;

    /** What the status line and the fields that every response has take at most, in bytes. */
    private static final int MAX_COMMON_HEAD_BYTES = 256;

    private ReplyWriter() {}

    /** What the response says about the connection. */
    public enum Persistence {
        /** Nothing: it stays, as is usual in HTTP/1.1. */
        USUAL,
        /** That it stays, which an HTTP/1.0 client has to be told. */
        SAY_KEEP_ALIVE,
        /** That it will be closed. */
        SAY_CLOSE
    }

    /** Whether the body goes out, or only its length. */
    public enum Part {
        ALL,
        HEAD
    }

    /** The body, where it is left to {@link FileResponse}; else null. */
    public static @Nullable SharedJson bodyInFile(HttpReply reply, Part part) {
        return body(reply, part) instanceof ReplyBody.Shared shared && FileResponse.isFor(shared.json())
                ? shared.json()
                : null;
    }

    private static ReplyBody body(HttpReply reply, Part part) {
        return part == Part.ALL && mayHaveBody(reply) ? reply.body() : ReplyBody.Bytes.NONE;
    }

    /** The whole response; of a body that is made while it is sent or comes from a file, the head alone. */
    public static ByteBuf encode(HttpReply reply, Persistence persistence, Part part, ByteBufAllocator allocator) {
        ReplyBody body = body(reply, part);
        boolean copied = body.length() <= MAX_COPIED_BYTES || body instanceof ReplyBody.Bytes;
        ByteBuf out = allocator.ioBuffer(MAX_COMMON_HEAD_BYTES + (copied ? (int) body.length() : 0));
        writeHead(reply, reply.body().length(), persistence, out);
        ByteBufUtil.writeShortBE(out, CRLF);
        if (body instanceof ReplyBody.Bytes bytes) {
            out.writeBytes(bytes.array(), bytes.offset(), bytes.count());
        } else if (body instanceof ReplyBody.Shared shared) {
            if (FileResponse.isFor(shared.json())) {
                return out;
            }
            if (!copied) {
                return withSlices(out, shared, allocator);
            }
            shared.json().copyTo(out);
        }
        return out;
    }

    /** One buffer of several, so that they go out in one write. */
    private static ByteBuf withSlices(ByteBuf head, ReplyBody.Shared body, ByteBufAllocator allocator) {
        CompositeByteBuf out = allocator.compositeDirectBuffer(Integer.MAX_VALUE);
        out.addComponent(true, head);
        body.json().sliceTo(out);
        return out;
    }

    private static boolean mayHaveBody(HttpReply reply) {
        return reply.status() != 204 && reply.status() != 304;
    }

    /**
     * Appends the status line and the fields, without the empty line behind them.
     *
     * @param bodyLength of the body in bytes, or {@link StreamedList#UNKNOWN}
     */
    public static void writeHead(HttpReply reply, long bodyLength, Persistence persistence, ByteBuf out) {
        out.writeBytes(StatusLine.of(reply.status())).writeBytes(DateField.now());
        if (persistence != Persistence.USUAL) {
            out.writeBytes(persistence == Persistence.SAY_CLOSE ? CLOSE : KEEP_ALIVE);
        }
        for (HttpReply.Field field : reply.fields()) {
            writeField(out, field.name(), field.value());
        }
        if (mayHaveBody(reply)) {
            writeContent(out, reply.contentType(), bodyLength);
        }
    }

    private static void writeContent(ByteBuf out, String contentType, long length) {
        if (contentType.equals(HttpReply.JSON) && length != StreamedList.UNKNOWN) {
            out.writeBytes(CONTENT_TYPE_JSON);
        } else {
            if (!contentType.isEmpty()) {
                writeField(out, "Content-Type", contentType);
            }
            if (length == StreamedList.UNKNOWN) {
                return;
            }
            out.writeBytes(CONTENT_LENGTH);
        }
        ByteBufUtil.writeAscii(out, Long.toString(length));
        ByteBufUtil.writeShortBE(out, CRLF);
    }

    public static void writeField(ByteBuf out, String name, String value) {
        ByteBufUtil.writeAscii(out, name);
        out.writeByte(':').writeByte(' ');
        ByteBufUtil.writeAscii(out, value);
        ByteBufUtil.writeShortBE(out, CRLF);
    }

    /** The interim response that asks for the body. */
    public static ByteBuf interimContinue(ByteBufAllocator allocator) {
        return allocator.ioBuffer(CONTINUE.length).writeBytes(CONTINUE);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
