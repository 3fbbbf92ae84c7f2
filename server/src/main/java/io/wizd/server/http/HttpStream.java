package io.wizd.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.wizd.protocol.Fault;
import io.wizd.protocol.StreamedList;
import io.wizd.server.connection.Connection;
import io.wizd.server.connection.StreamOutput;
import io.wizd.server.dispatch.ReplyStream;
import io.wizd.server.http.wire.HttpReply;
import io.wizd.server.http.wire.ReplyBody;
import io.wizd.server.http.wire.ReplyWriter;
import java.nio.charset.StandardCharsets;

/**
 * Sends a list as the body of a response: with a Content-Length where its length is known, chunked where not; to an
 * HTTP/1.0 client, which knows no chunks, until the connection closes.
 */
public final class HttpStream implements ReplyStream.Target {
    private final Exchange exchange;
    private final HttpReply reply;
    private final ReplyBody.Streamed body;
    private final Owner owner;
    private final StreamOutput output;

    /** Who waits for the end; on the event loop. */
    interface Owner {
        /** All of the body was written. */
        void streamWritten(Exchange exchange);

        /** Nothing was written: the response is another one. */
        void streamRefused(Exchange exchange, HttpReply reply);
    }

    HttpStream(Exchange exchange, HttpReply reply, ReplyBody.Streamed body, Connection connection, Owner owner) {
        this.exchange = exchange;
        this.reply = reply;
        this.body = body;
        this.owner = owner;
        this.output = new StreamOutput(connection, new Response(), body.gzipBudget());
    }

    /** The head of the response and, where the body is chunked, what RFC 9112, 7.1, puts around each chunk. */
    private final class Response implements StreamOutput.Wrapping {
        /** {@code 00010000} and the end of the line. */
        private static final int CHUNK_SIZE_BYTES = 10;

        private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        private static final int CRLF = '\r' << 8 | '\n';
        private boolean chunked;

        @Override
        public int roomInFront() {
            return CHUNK_SIZE_BYTES;
        }

        @Override
        public void begin(ByteBuf out, long length) {
            long declared = body.length();
            long known = declared == StreamedList.UNKNOWN ? length : declared;
            boolean http10 = exchange.head != null && exchange.head.http10();
            chunked = known == StreamedList.UNKNOWN && !http10;
            if (known == StreamedList.UNKNOWN && http10) {
                exchange.keepAlive = false;
            }
            ReplyWriter.writeHead(reply, known, exchange.persistence(), out);
            if (chunked) {
                ReplyWriter.writeField(out, "Transfer-Encoding", "chunked");
            }
            ByteBufUtil.writeShortBE(out, CRLF);
        }

        @Override
        public void wrap(ByteBuf chunk) {
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
        public void end(ByteBuf out) {
            if (chunked) {
                out.writeBytes(LAST_CHUNK);
            }
        }

        @Override
        public void written() {
            owner.streamWritten(exchange);
        }
    }

    @Override
    public void send(StreamedList list) {
        output.send(body.form(), list);
    }

    @Override
    public void failed(Fault fault) {
        output.failed(fault, () -> owner.streamRefused(exchange, HttpReply.problem(fault)));
    }
}
