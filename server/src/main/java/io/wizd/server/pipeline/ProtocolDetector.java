package io.wizd.server.pipeline;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Framing;
import io.wizd.server.connection.Connection;
import io.wizd.server.connection.ConnectionLimits;
import io.wizd.server.http.HttpFace;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides by the first byte that is not white space what a connection speaks, and puts the handlers of that in its own
 * place: {@code 0x00} = length-prefixed messages, a capital letter = HTTP, anything else = JSON text, whose decoder says
 * what is wrong with it where it is none. Another control character is refused: a length of 16 MiB or more, or a TLS client hello
 * ({@code 0x16}); this version has no TLS. A connection
 * that has not sent this byte within {@code idleTimeoutMs} is closed, white space or not.
 */
final class ProtocolDetector extends ByteToMessageDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(ProtocolDetector.class);

    /** A connection beyond the budget is closed as soon as it has heard why. */
    private static final long MAX_MS_TO_REFUSE = 2_000;

    private static final byte TLS_HANDSHAKE = 0x16;

    /** What follows the white space at the beginning of the PROXY protocol, version 2; as a length it would be that of 854,609 bytes. */
    private static final byte[] PROXY_2 = {0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};

    private final MessageFace messages;
    private final HttpFace http;
    private final ConnectionLimits limits;
    private final Connection connection;
    private @Nullable ScheduledFuture<?> timeout;

    ProtocolDetector(MessageFace messages, HttpFace http, ConnectionLimits limits, Connection connection) {
        this.messages = messages;
        this.http = http;
        this.limits = limits;
        this.connection = connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        long patienceMs = connection.refusal() == null ? limits.idleTimeoutMs() : MAX_MS_TO_REFUSE;
        timeout = ctx.executor().schedule(() -> closeSilent(ctx, patienceMs), patienceMs, TimeUnit.MILLISECONDS);
    }

    private static void closeSilent(ChannelHandlerContext ctx, long patienceMs) {
        LOG.debug("{}: closed, it sent no first byte within {} ms", ctx.channel(), patienceMs);
        ctx.close();
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        if (timeout != null) {
            timeout.cancel(false);
        }
    }

    /** A client that sends nothing more, and has sent nothing, wants nothing. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        super.userEventTriggered(ctx, event);
        if (event == ChannelInputShutdownEvent.INSTANCE && !ctx.isRemoved()) {
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        connection.failed(cause);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        while (in.isReadable() && isWhiteSpace(in.getByte(in.readerIndex()))) {
            in.skipBytes(1);
        }
        if (!in.isReadable()) {
            return;
        }
        byte first = in.getByte(in.readerIndex());
        if (first > 0 && first < ' ') {
            refuse(ctx, in, out, whyNoMessage(first));
        } else if (beginsLikeProxy2(in)) {
            if (in.readableBytes() >= PROXY_2.length) {
                refuse(
                        ctx,
                        in,
                        out,
                        "this is a header of the PROXY protocol, which is taken from the addresses in wizd.trustedProxies alone");
            }
        } else if (first >= 'A' && first <= 'Z') {
            http.addTo(ctx.pipeline(), connection, limits);
            ctx.pipeline().remove(this);
        } else {
            Framing framing = first == 0 ? Framing.LENGTH_PREFIXED : Framing.JSON_TEXT;
            messages.addTo(ctx.pipeline(), connection, limits, framing);
            ctx.pipeline().remove(this);
        }
    }

    private void refuse(ChannelHandlerContext ctx, ByteBuf in, List<Object> out, String why) {
        messages.addTo(ctx.pipeline(), connection, limits, Framing.JSON_TEXT);
        in.skipBytes(in.readableBytes());
        out.add(Fault.of(ErrorCode.NOT_JSON, why));
        ctx.pipeline().remove(this);
    }

    /** As far as it has come, which is more than a byte. */
    private static boolean beginsLikeProxy2(ByteBuf in) {
        int count = Math.min(in.readableBytes(), PROXY_2.length);
        for (int i = 0; i < count; i++) {
            if (in.getByte(in.readerIndex() + i) != PROXY_2[i]) {
                return false;
            }
        }
        return count > 1;
    }

    private static String whyNoMessage(byte first) {
        return first == TLS_HANDSHAKE
                ? "this is the beginning of a TLS connection; this port does not speak TLS"
                : "read as JSON text, which cannot begin with the byte 0x%02x; of a length prefix (four bytes, big-endian) the first"
                                .formatted(first)
                        + " byte is 0, since a message has less than 16 MiB";
    }

    private static boolean isWhiteSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
