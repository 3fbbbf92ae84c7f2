package io.wizd.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.wizd.protocol.Fault;
import io.wizd.protocol.StreamedList;
import io.wizd.server.connection.Connection;
import io.wizd.server.connection.StreamOutput;
import io.wizd.server.http.wire.HttpReply;
import io.wizd.server.http.wire.ReplyBody;
import io.wizd.server.http.wire.ReplyWriter;
import java.nio.charset.StandardCharsets;

/**
 * A list as the body of a response: with a Content-Length where its length is known, chunked where not (RFC 9112, 7.1); to an
 * HTTP/1.0 client, which knows no chunks, until the connection closes.
 */
final class HttpStream extends StreamOutput {
    /** {@code 00010000} and the end of the line. */
    private static final int CHUNK_SIZE_BYTES = 10;

    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int CRLF = '\r' << 8 | '\n';

    private final Exchange exchange;
    private final HttpReply reply;
    private final ReplyQueue queue;
    private boolean chunked;

    HttpStream(Connection connection, Exchange exchange, HttpReply reply, ReplyBody.Streamed body, ReplyQueue queue) {
        super(connection, body.stream().list(), body.form(), body.gzipBudget());
        this.exchange = exchange;
        this.reply = reply;
        this.queue = queue;
    }

    @Override
    protected int roomInFront() {
        return CHUNK_SIZE_BYTES;
    }

    @Override
    protected void begin(ByteBuf out, long length) {
        boolean http10 = exchange.head != null && exchange.head.http10();
        chunked = length == StreamedList.UNKNOWN && !http10;
        if (length == StreamedList.UNKNOWN && http10) {
            exchange.keepAlive = false;
        }
        ReplyWriter.writeHead(reply, length, exchange.persistence(), out);
        if (chunked) {
            ReplyWriter.writeField(out, "Transfer-Encoding", "chunked");
        }
        ByteBufUtil.writeShortBE(out, CRLF);
    }

    @Override
    protected void wrap(ByteBuf chunk) {
        if (!chunked) {
            chunk.skipBytes(CHUNK_SIZE_BYTES);
            return;
        }
        int size = chunk.readableBytes() - CHUNK_SIZE_BYTES;
        int digits = CHUNK_SIZE_BYTES - 2;
        for (int i = 0; i < digits; i++) {
            chunk.setByte(i, Character.forDigit(size >>> 4 * (digits - 1 - i) & 0xF, 16));
        }
        chunk.setShort(digits, CRLF);
        ByteBufUtil.writeShortBE(chunk, CRLF);
    }

    @Override
    protected void end(ByteBuf out) {
        if (chunked) {
            out.writeBytes(LAST_CHUNK);
        }
    }

    @Override
    protected void written() {
        queue.streamWritten(exchange);
    }

    @Override
    protected void refused(Fault fault) {
        queue.streamRefused(exchange, HttpReply.problem(fault));
    }
}
