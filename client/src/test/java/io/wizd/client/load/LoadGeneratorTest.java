package io.wizd.client.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.wizd.client.TestServer;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Framing;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(180)
class LoadGeneratorTest {
    private static final LoadPlan.Period SHORT = new LoadPlan.Period(200, 800);
    private static final Message SET = Message.of("kv-set", Json.of("{\"key\":\"k${n}\",\"value\":${n}}"));

    @ParameterizedTest
    @EnumSource(Framing.class)
    void sendsMessagesWithRandomNumbersAndMatchesRepliesOutOfOrder(Framing framing) throws Exception {
        Set<String> bodies = ConcurrentHashMap.newKeySet();
        List<Runnable> replies = new ArrayList<>();
        TestServer.Behaviour shuffle = (message, peer) -> {
            bodies.add(message.body().toString());
            replies.add(() -> peer.reply(message, Json.EMPTY_OBJECT));
            if (replies.size() == 8) {
                Collections.shuffle(replies);
                replies.forEach(Runnable::run);
                replies.clear();
            }
        };
        RequestTemplate request = RequestTemplate.message(framing, SET, new NumberRange(10, 99));
        try (TestServer server = TestServer.start(shuffle)) {
            LoadResult result =
                    LoadGenerator.run(new LoadPlan(at(server.port()), request, LoadPlan.Pressure.of(4, 8), SHORT));

            assertThat(result.isClean()).as(result.toString()).isTrue();
            assertThat(result.latency().count() / result.repliesPerSecond()).isBetween(0.3, 3.0);
            assertThat(result.latency().percentileNanos(50)).isBetween(1_000L, 250_000_000L);
            assertThat(bodies)
                    .hasSizeBetween(50, 90)
                    .allMatch(body -> body.matches("\\{\"key\":\"k(\\d\\d)\",\"value\":\\1}"));
        }
    }

    @Test
    void numbersKeepTheirWidth() throws Exception {
        Set<Json> bodies = ConcurrentHashMap.newKeySet();
        TestServer.Behaviour keep = (message, peer) -> {
            bodies.add(message.body());
            peer.reply(message, Json.EMPTY_OBJECT);
        };
        Message padded = Message.of("x", Json.of("{\"a\":\"${n}${n}\"}"));
        RequestTemplate request = RequestTemplate.message(Framing.LENGTH_PREFIXED, padded, new NumberRange(0, 100));
        try (TestServer server = TestServer.start(keep)) {
            LoadGenerator.run(new LoadPlan(at(server.port()), request, LoadPlan.Pressure.of(1, 4), SHORT));
        }
        assertThat(bodies)
                .hasSizeGreaterThan(1)
                .allMatch(body -> body.toString().matches("\\{\"a\":\"([01]\\d\\d)\\1\"}"));
    }

    @Test
    void countsRefusalsAndShowsOne() throws Exception {
        Fault busy = Fault.of(ErrorCode.OVERLOADED);
        RequestTemplate request = RequestTemplate.message(Framing.JSON_TEXT, SET, NumberRange.DEFAULT);
        try (TestServer server = TestServer.start((message, peer) -> peer.refuse(message, busy))) {
            LoadResult result =
                    LoadGenerator.run(new LoadPlan(at(server.port()), request, LoadPlan.Pressure.of(2, 1), SHORT));
            assertThat(result.errors()).isPositive().isEqualTo(result.latency().count());
            assertThat(result.isClean()).isFalse();
            assertThat(result.toString()).contains("OVERLOADED");
        }
    }

    @Test
    void countsConnectionsThatAreLost() throws Exception {
        AtomicInteger received = new AtomicInteger();
        TestServer.Behaviour garbageOrEnd = (message, peer) -> {
            switch (received.incrementAndGet()) {
                case 1 -> peer.channel().close();
                case 2 -> peer.text("garbage");
                default -> peer.reply(message, Json.EMPTY_OBJECT);
            }
        };
        RequestTemplate request = RequestTemplate.message(Framing.LENGTH_PREFIXED, SET, NumberRange.DEFAULT);
        try (TestServer server = TestServer.start(garbageOrEnd)) {
            LoadResult result =
                    LoadGenerator.run(new LoadPlan(at(server.port()), request, new LoadPlan.Pressure(3, 1, 2), SHORT));
            assertThat(result.lostConnections()).isEqualTo(2);
            assertThat(result.latency().count()).isPositive();
        }
    }

    @Test
    void pipelinesHttp() throws Exception {
        Set<String> requests = ConcurrentHashMap.newKeySet();
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            Channel listening = httpServer(loop, requests);
            int port = ((InetSocketAddress) listening.localAddress()).getPort();
            RequestTemplate request = RequestTemplate.http(
                    "PUT /kv/k${n}",
                    List.of("Content-Type: application/json"),
                    "{\"ü\":${n}}",
                    new NumberRange(100, 199));
            LoadResult result = LoadGenerator.run(new LoadPlan(at(port), request, LoadPlan.Pressure.of(2, 8), SHORT));

            // The server below refuses every other key.
            assertThat(result.errors()).isPositive().isLessThan(result.latency().count());
            assertThat(result.firstError()).startsWith("HTTP/1.1 404 Not Found");
            assertThat(result.lostConnections()).isZero();
            assertThat(requests).hasSizeBetween(2, 100).allMatch(r -> r.matches("PUT /kv/k(1\\d\\d) \\{\"ü\":\\1}"));
        } finally {
            loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    private static Channel httpServer(EventLoopGroup loop, Set<String> requests) throws InterruptedException {
        return new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connection
                                .pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(1000),
                                        new HttpAnswer(requests));
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
    }

    private static final class HttpAnswer extends SimpleChannelInboundHandler<FullHttpRequest> {
        private final Set<String> requests;

        HttpAnswer(Set<String> requests) {
            this.requests = requests;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            requests.add(request.method() + " " + request.uri() + " "
                    + request.content().toString(StandardCharsets.UTF_8));
            HttpResponseStatus status =
                    request.uri().matches(".*[02468]") ? HttpResponseStatus.NOT_FOUND : HttpResponseStatus.OK;
            DefaultFullHttpResponse reply = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer("{\r\n\r\n}", StandardCharsets.US_ASCII));
            reply.headers().set("content-length", 6);
            context.writeAndFlush(reply);
        }
    }

    @Test
    void aServerThatIsNotThereIsTold() throws Exception {
        int freePort;
        try (ServerSocket socket = new ServerSocket(0)) {
            freePort = socket.getLocalPort();
        }
        RequestTemplate request = RequestTemplate.message(Framing.LENGTH_PREFIXED, SET, NumberRange.DEFAULT);
        assertThatThrownBy(
                        () -> LoadGenerator.run(new LoadPlan(at(freePort), request, LoadPlan.Pressure.of(1, 1), SHORT)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no connection to");
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
