package io.wizd.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/**
 * A reply as the bytes of an HTTP/1.1 response, in one buffer. It always says how long the body is, so no response is
 * chunked and HTTP/1.0 clients can read every one. Static, any thread.
 */
final class ReplyWriter {
    private static final byte[] CONTINUE = ascii("HTTP/1.1 100 Continue\r\n\r\n");
    private static final byte[] CONTENT_TYPE_JSON = ascii("Content-Type: application/json\r\nContent-Length: ");
    private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");
    private static final int CRLF = '\r' << 8 | '\n';

    /** What the status line and the fields that every response has take at most, in bytes. */
    private static final int MAX_COMMON_HEAD_BYTES = 256;

    private ReplyWriter() {}

    /** What the response says about the connection. */
    enum Persistence {
        /** Nothing: it stays, as is usual in HTTP/1.1. */
        USUAL,
        /** That it stays, which an HTTP/1.0 client has to be told. */
        SAY_KEEP_ALIVE,
        /** That it will be closed. */
        SAY_CLOSE
    }

    /** Whether the body goes out, or only its length. */
    enum Part {
        ALL,
        HEAD
    }

    static ByteBuf encode(HttpReply reply, Persistence persistence, Part part, ByteBufAllocator allocator) {
        HttpReply.Bytes body = reply.body();
        int size = MAX_COMMON_HEAD_BYTES + (part == Part.ALL ? body.length() : 0);
        ByteBuf out = allocator.ioBuffer(size);
        out.writeBytes(StatusLine.of(reply.status())).writeBytes(DateField.now());
        if (persistence != Persistence.USUAL) {
            out.writeBytes(persistence == Persistence.SAY_CLOSE ? CLOSE : KEEP_ALIVE);
        }
        for (HttpReply.Field field : reply.fields()) {
            writeField(out, field.name(), field.value());
        }
        boolean hasLength = reply.status() != 204 && reply.status() != 304;
        if (hasLength) {
            writeLength(out, reply);
        }
        ByteBufUtil.writeShortBE(out, CRLF);
        if (hasLength && part == Part.ALL) {
            out.writeBytes(body.array(), body.offset(), body.length());
        }
        return out;
    }

    private static void writeLength(ByteBuf out, HttpReply reply) {
        if (reply.contentType().equals(HttpReply.JSON)) {
            out.writeBytes(CONTENT_TYPE_JSON);
        } else {
            if (!reply.contentType().isEmpty()) {
                writeField(out, "Content-Type", reply.contentType());
            }
            out.writeBytes(CONTENT_LENGTH);
        }
        ByteBufUtil.writeAscii(out, Integer.toString(reply.body().length()));
        ByteBufUtil.writeShortBE(out, CRLF);
    }

    private static void writeField(ByteBuf out, String name, String value) {
        ByteBufUtil.writeAscii(out, name);
        out.writeByte(':').writeByte(' ');
        ByteBufUtil.writeAscii(out, value);
        ByteBufUtil.writeShortBE(out, CRLF);
    }

    /** The interim response that asks for the body. */
    static ByteBuf interimContinue(ByteBufAllocator allocator) {
        return allocator.ioBuffer(CONTINUE.length).writeBytes(CONTINUE);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
