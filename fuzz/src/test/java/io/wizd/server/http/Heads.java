package io.wizd.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.wizd.budget.Memory;
import io.wizd.budget.ProcessorLoad;
import io.wizd.protocol.Fault;
import io.wizd.protocol.WizdException;
import io.wizd.server.connection.Connection;
import io.wizd.server.connection.FairShare;
import io.wizd.server.connection.TrustedProxies;
import io.wizd.server.http.wire.DecodeFaults;
import io.wizd.server.http.wire.RequestDecoder;
import io.wizd.server.http.wire.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the decoder and {@link RequestHead} make of bytes that arrive in pieces. */
final class Heads extends ChannelInboundHandlerAdapter {
    private final List<String> seen = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final RequestDecoder decoder = new RequestDecoder(new Connection(
            channel,
            Integer.MAX_VALUE,
            new FairShare(channel.eventLoop(), ProcessorLoad.always(false)),
            Memory.of(1 << 20, 32 << 20),
            null,
            TrustedProxies.NONE));
    private @Nullable Throwable escaped;
    private boolean broken;

    /** Heads and bodies one after the other; behind the code of a fault the connection would read nothing. */
    static List<String> of(List<byte[]> pieces) {
        Heads heads = new Heads();
        heads.channel.pipeline().addLast(heads.decoder, heads);
        pieces.forEach(piece -> heads.channel.writeInbound(Unpooled.copiedBuffer(piece)));
        boolean waiting = !heads.broken && heads.decoder.isWaitingForRest();
        String rest = heads.body.toString();
        heads.channel.close();
        assertThat(heads.escaped).as("an exception out of the pipeline").isNull();
        heads.seen.add(waiting ? "waits for the rest, having " + rest : "");
        return heads.seen;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object part) {
        try {
            if (!broken && part instanceof HttpRequest request) {
                seen.add(RequestHead.of(request).toString().replaceAll("RequestFields@[0-9a-f]+", ""));
            }
            if (!broken && part instanceof HttpContent content) {
                take(content);
            }
        } catch (WizdException e) {
            refuse(e.fault());
        } finally {
            ReferenceCountUtil.release(part);
        }
    }

    private void take(HttpContent content) {
        Throwable unreadable = content.decoderResult().cause();
        if (unreadable != null) {
            refuse(DecodeFaults.ofBody(unreadable));
            return;
        }
        body.append(content.content().toString(StandardCharsets.ISO_8859_1));
        if (content instanceof LastHttpContent) {
            seen.add("body " + body);
            body.setLength(0);
        }
    }

    private void refuse(Fault fault) {
        assertThat(fault.code().httpStatus()).isNotEqualTo(500);
        broken = true;
        decoder.drop();
        body.setLength(0);
        seen.add(fault.code().name());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        escaped = cause;
    }
}
