package io.wizd.server.pipeline;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.flow.FlowControlHandler;
import io.wizd.protocol.Framing;
import io.wizd.server.dispatch.Dispatcher;
import io.wizd.server.http.HttpFace;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides by the first byte that is no white space what a connection speaks, and puts the handlers of that in its own
 * place: {@code 0x00} = length-prefixed messages, a capital letter = HTTP, anything else = JSON text, whose decoder says
 * what is wrong with it where it is none. A TLS client hello ({@code 0x16}) is closed: this version has no TLS.
 */
final class ProtocolDetector extends ByteToMessageDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(ProtocolDetector.class);

    private final Dispatcher dispatcher;
    private final HttpFace http;
    private final ConnectionLimits limits;

    ProtocolDetector(Dispatcher dispatcher, HttpFace http, ConnectionLimits limits) {
        this.dispatcher = dispatcher;
        this.http = http;
        this.limits = limits;
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
            LOG.debug("{}: closed, TLS is not configured", ctx.channel());
            in.skipBytes(in.readableBytes());
            ctx.close();
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
