package io.wizd.bench.overload;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.wizd.client.load.LatencyHistogram;
import io.wizd.client.transport.ClientSockets;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks {@code /health/live} all the time, whether it is answered or not: on a connection of its own that stays, and on a new one each time.
 * One thread besides its own.
 */
final class LivenessProbe implements AutoCloseable {
    private static final int EVERY_MS = 50;
    private static final int CONNECT_TIMEOUT_MS = 60_000;

    /** What is never answered with 200 counts as that. */
    private static final long UNANSWERED_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final int LAST_WAIT_MS = 1_000;
    private static final int MAX_REPLY_BYTES = 1 << 16;

    private final LoopThread thread = new LoopThread("liveness-probe");
    private final Supplier<InetSocketAddress> server;
    private final Set<Line> waiting = new HashSet<>();
    private LatencyHistogram latency = new LatencyHistogram();
    private boolean asking;
    private @Nullable Line lasting;

    LivenessProbe(Supplier<InetSocketAddress> server) {
        this.server = server;
        thread.loop().scheduleAtFixedRate(this::ask, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
    }

    void begin() {
        thread.run(() -> {
            latency = new LatencyHistogram();
            asking = true;
        });
    }

    /**
     * The latencies since {@link #begin}, after a second for what is still on its way; what then is still waited for counts with the time
     * that it has taken by now.
     */
    LatencyHistogram end() {
        thread.run(() -> asking = false);
        Pause.until(() -> thread.call(() -> waiting.stream().allMatch(Line::isAnswered)), LAST_WAIT_MS);
        return thread.call(() -> {
            for (Line line : Set.copyOf(waiting)) {
                line.giveUp();
            }
            return latency;
        });
    }

    double cpuSeconds() {
        return thread.cpuSeconds();
    }

    private void ask() {
        if (!asking) {
            return;
        }
        new Line(false).connect();
        if (lasting == null) {
            lasting = new Line(true);
            lasting.connect();
        } else {
            lasting.ask();
        }
    }

    /** One connection, with the times of its requests that wait for their replies. */
    private final class Line extends ChannelInboundHandlerAdapter {
        private final boolean lasts;
        private final Deque<Long> askedNanos = new ArrayDeque<>();
        private @Nullable Channel channel;

        Line(boolean lasts) {
            this.lasts = lasts;
        }

        void connect() {
            waiting.add(this);
            askedNanos.add(System.nanoTime());
            ClientSockets.newBootstrap(thread.loop())
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .handler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel made) {
                            made.pipeline()
                                    .addLast(
                                            new HttpClientCodec(),
                                            new HttpObjectAggregator(MAX_REPLY_BYTES),
                                            Line.this);
                        }
                    })
                    .connect(server.get())
                    .addListener(attempt -> {
                        if (!attempt.isSuccess()) {
                            unanswered();
                        }
                    });
        }

        /** Without connection yet it is sent later, and waits from now on all the same. */
        void ask() {
            askedNanos.add(System.nanoTime());
            if (channel != null) {
                send(channel, 1);
            }
        }

        private void send(Channel to, int requests) {
            for (int i = 0; i < requests; i++) {
                FullHttpRequest request =
                        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/health/live");
                request.headers().set(HttpHeaderNames.HOST, "localhost");
                HttpUtil.setKeepAlive(request, lasts);
                to.write(request, to.voidPromise());
            }
            to.flush();
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            channel = context.channel();
            if (askedNanos.isEmpty()) {
                channel.close();
            }
            send(channel, askedNanos.size());
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object read) {
            FullHttpResponse reply = (FullHttpResponse) read;
            answered(reply.status().equals(HttpResponseStatus.OK));
            reply.release();
        }

        boolean isAnswered() {
            return askedNanos.isEmpty();
        }

        private void answered(boolean live) {
            Long asked = askedNanos.poll();
            if (asked != null) {
                latency.record(live ? System.nanoTime() - asked : UNANSWERED_NANOS);
            }
            if (!lasts && channel != null) {
                waiting.remove(this);
                channel.close();
            }
        }

        private void unanswered() {
            waiting.remove(this);
            askedNanos.forEach(asked -> latency.record(UNANSWERED_NANOS));
            askedNanos.clear();
            if (lasting == this) {
                lasting = null;
            }
        }

        /** The time so far is the least that it takes. */
        void giveUp() {
            long nowNanos = System.nanoTime();
            askedNanos.forEach(asked -> latency.record(nowNanos - asked));
            askedNanos.clear();
            unanswered();
            if (channel != null) {
                channel.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            unanswered();
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
