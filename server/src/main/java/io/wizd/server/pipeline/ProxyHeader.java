package io.wizd.server.pipeline;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolException;
import io.netty.util.NetUtil;
import io.wizd.server.connection.Connection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether a trusted proxy begins with a header of the PROXY protocol, version 1 or 2, which says who came to it; most do
 * not, and speak at once. What follows the header, or all there is, goes on to the next handler.
 */
final class ProxyHeader extends ByteToMessageDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyHeader.class);

    /** No HTTP method begins like this, and no message. */
    private static final byte[] VERSION_1 = "PROXY ".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] VERSION_2 = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};

    private final Connection connection;

    ProxyHeader(Connection connection) {
        this.connection = connection;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int begun = Math.max(matching(VERSION_1, in), matching(VERSION_2, in));
        boolean whole = matching(VERSION_1, in) == VERSION_1.length || matching(VERSION_2, in) == VERSION_2.length;
        if (begun == in.readableBytes() && !whole) {
            return;
        }
        if (whole) {
            ctx.pipeline().addAfter(ctx.name(), null, new Client());
            ctx.pipeline().addAfter(ctx.name(), null, new HAProxyMessageDecoder());
        }
        ctx.pipeline().remove(this);
    }

    /** How many of the first bytes are those of the signature. */
    private static int matching(byte[] signature, ByteBuf in) {
        int count = 0;
        while (count < Math.min(signature.length, in.readableBytes())
                && in.getByte(in.readerIndex() + count) == signature[count]) {
            count++;
        }
        return count;
    }

    /** Takes what the header says. */
    private final class Client extends SimpleChannelInboundHandler<HAProxyMessage> {
        /** The decoder goes on behind a malformed header, with what came together with it. */
        private boolean closing;

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HAProxyMessage header) {
            if (closing) {
                return;
            }
            String source = header.sourceAddress();
            InetAddress address = source == null ? null : NetUtil.createInetAddressFromIpAddressString(source);
            if (address != null) {
                connection.peer().isFor(new InetSocketAddress(address, header.sourcePort()));
            }
            ctx.pipeline().remove(this);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (cause instanceof HAProxyProtocolException) {
                closing = true;
                LOG.debug("{}: closed, its PROXY header is malformed: {}", connection, cause.getMessage());
                ctx.close();
            } else {
                connection.failed(cause);
            }
        }
    }
}
