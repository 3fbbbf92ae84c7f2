package io.wizd.server.pipeline;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.ScheduledFuture;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Framing;
import io.wizd.server.dispatch.Dispatcher;
import io.wizd.server.http.HttpFace;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides by the first byte that is no white space what a connection speaks, and puts the handlers of that in its own
 * place: {@code 0x00} = length-prefixed messages, a capital letter = HTTP, anything else = JSON text, whose decoder says
 * what is wrong with it where it is none. A TLS client hello ({@code 0x16}) is refused: this version has no TLS. A connection
 * that has not sent this byte within {@code idleTimeoutMs} is closed, white space or not.
 */
final class ProtocolDetector extends ByteToMessageDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(ProtocolDetector.class);

    private final Dispatcher dispatcher;
    private final HttpFace http;
    private final ConnectionLimits limits;
    private @Nullable ScheduledFuture<?> timeout;

    ProtocolDetector(Dispatcher dispatcher, HttpFace http, ConnectionLimits limits) {
        this.dispatcher = dispatcher;
        this.http = http;
        this.limits = limits;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        timeout = ctx.executor().schedule(() -> closeSilent(ctx), limits.idleTimeoutMs(), TimeUnit.MILLISECONDS);
    }

    private void closeSilent(ChannelHandlerContext ctx) {
        LOG.debug("{}: closed, it sent no first byte within {} ms", ctx.channel(), limits.idleTimeoutMs());
        ctx.close();
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        if (timeout != null) {
            timeout.cancel(false);
        }
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
        if (first == 0x16) {
            addMessageFace(ctx, Framing.JSON_TEXT);
            in.skipBytes(in.readableBytes());
            out.add(Fault.of(ErrorCode.NOT_JSON, "this begins a TLS connection, and there is no TLS here"));
            ctx.pipeline().remove(this);
        } else if (first >= 'A' && first <= 'Z') {
            http.addTo(ctx.pipeline(), limits);
            ctx.pipeline().remove(this);
        } else {
            addMessageFace(ctx, first == 0 ? Framing.LENGTH_PREFIXED : Framing.JSON_TEXT);
            ctx.pipeline().remove(this);
        }
    }

    private void addMessageFace(ChannelHandlerContext ctx, Framing framing) {
        ChannelPipeline pipeline = ctx.pipeline();
        pipeline.addLast(framing.newDecoder(limits.maxMessageBytes()));
        // One read may hold hundreds of frames: those beyond maxInFlight wait here.
        pipeline.addLast(new FlowControlHandler());
        pipeline.addLast(new MessageConnection(framing, dispatcher, ctx.channel(), limits.maxInFlightPerConnection()));
    }

    private static boolean isWhiteSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
