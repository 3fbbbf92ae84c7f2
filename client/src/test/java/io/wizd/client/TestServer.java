package io.wizd.client;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Framing;
import io.wizd.protocol.Json;
import io.wizd.protocol.MalformedMessageException;
import io.wizd.protocol.Message;
import io.wizd.protocol.MessageCodec;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real server on a free port of 127.0.0.1 that speaks the protocol, and behaves as a test wants. It answers pings by
 * itself, as long as it is told to.
 */
public final class TestServer implements AutoCloseable {
    /** What it does with a message; runs on the server's one event loop. */
    @FunctionalInterface
    public interface Behaviour {
        void received(Message message, Peer peer);
    }

    /** The other end of the connection that a message came from. */
    public record Peer(Channel channel, Framing framing) {
        public void reply(Message message, Json data) {
            ByteBuf out = Unpooled.buffer();
            int begun = framing.begin(out);
            MessageCodec.encodeReply(message.msgType(), message.seqNum(), data, out);
            framing.end(out, begun);
            channel.writeAndFlush(out);
        }

        public void refuse(Message message, Fault fault) {
            ByteBuf out = Unpooled.buffer();
            int begun = framing.begin(out);
            MessageCodec.encodeFault(message.msgType(), message.seqNum(), fault, out);
            framing.end(out, begun);
            channel.writeAndFlush(out);
        }

        /** A frame with this text in place of a reply. */
        public void text(String text) {
            ByteBuf out = Unpooled.buffer();
            int begun = framing.begin(out);
            out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            framing.end(out, begun);
            channel.writeAndFlush(out);
        }

        /** Bytes as they are. */
        public void raw(byte[] bytes) {
            channel.writeAndFlush(Unpooled.wrappedBuffer(bytes));
        }
    }

    /** What a ping is answered. */
    public static final Json PONG = Json.of("{\"pong\":true,\"version\":\"1.2\"}");

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listening;

    private TestServer(Behaviour behaviour, int port) throws InterruptedException {
        listening = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connection.pipeline().addLast(new FirstByte(behaviour));
                    }
                })
                .bind("127.0.0.1", port)
                .sync()
                .channel();
    }

    /** Serves until it is closed. */
    public static TestServer start(Behaviour behaviour) throws InterruptedException {
        return start(0, behaviour);
    }

    /** The same on a port where another was before. */
    public static TestServer start(int port, Behaviour behaviour) throws InterruptedException {
        return new TestServer(pinged(behaviour), port);
    }

    /** Pings go to the behaviour too. */
    public static TestServer startBare(Behaviour behaviour) throws InterruptedException {
        return new TestServer(behaviour, 0);
    }

    private static Behaviour pinged(Behaviour behaviour) {
        return (message, peer) -> {
            if (message.msgType().equals("ping")) {
                peer.reply(message, PONG);
            } else {
                behaviour.received(message, peer);
            }
        };
    }

    /** Answers each message with its own body. */
    public static TestServer echo() throws InterruptedException {
        return start((message, peer) -> peer.reply(message, message.body()));
    }

    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    public ServerAddress address() {
        return new ServerAddress("127.0.0.1", port());
    }

    public ClientConfig config() {
        return ClientConfig.at("127.0.0.1", port());
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** Chooses the framing as the real server does. */
    private static final class FirstByte extends ByteToMessageDecoder {
        private final Behaviour behaviour;

        FirstByte(Behaviour behaviour) {
            this.behaviour = behaviour;
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            Framing framing = in.getByte(in.readerIndex()) == 0 ? Framing.LENGTH_PREFIXED : Framing.JSON_TEXT;
            context.pipeline().addLast(framing.newDecoder(1 << 20), new Receiver(behaviour, framing));
            context.pipeline().remove(this);
        }
    }

    private static final class Receiver extends SimpleChannelInboundHandler<byte[]> {
        private final Behaviour behaviour;
        private final Framing framing;

        Receiver(Behaviour behaviour, Framing framing) {
            this.behaviour = behaviour;
            this.framing = framing;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, byte[] frame) {
            Peer peer = new Peer(context.channel(), framing);
            try {
                behaviour.received(MessageCodec.decode(frame), peer);
            } catch (MalformedMessageException e) {
                ByteBuf out = Unpooled.buffer();
                int begun = framing.begin(out);
                MessageCodec.encodeFault(e.msgType(), e.seqNum(), e.fault(), out);
                framing.end(out, begun);
                context.writeAndFlush(out);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
