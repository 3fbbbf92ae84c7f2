package io.wizd.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.wizd.server.connection.UnsentSizes;
import io.wizd.server.setup.StartException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The listening socket and the event loops behind it. It has the port from {@link #bind} on, and takes connections from
 * {@link #accept} on: a client that comes in between waits in the kernel's queue.
 */
final class Listener implements AutoCloseable {
    /** Above the first a client's replies wait, and nothing more is read from it until they are below the second. */
    private static final WriteBufferWaterMark WATER_MARKS = new WriteBufferWaterMark(32 << 10, 256 << 10);

    /** The kernel's own limit is usually this; a client whose attempt does not fit tries again after a whole second. */
    private static final int BACKLOG = 4096;

    /** Of one read: each connection may hold as much back while it has no room, and all that may be open fill half the direct memory. */
    private static final int MAX_READ_BYTES = 16 << 10;

    /** Of the first read, which most requests fit into. */
    private static final int FIRST_READ_BYTES = 2 << 10;

    /** More would keep the others waiting. */
    private static final int READS_AT_ONCE = 1;

    /** A thread of its own: on a loop with a thousand busy connections a new one would wait for all of them, again and again. */
    private final EventLoopGroup acceptor;

    private final EventLoopGroup loops;
    private final Channel channel;
    private final CompletableFuture<ChannelHandler> initializer;

    private Listener(
            EventLoopGroup acceptor,
            EventLoopGroup loops,
            Channel channel,
            CompletableFuture<ChannelHandler> initializer) {
        this.acceptor = acceptor;
        this.loops = loops;
        this.channel = channel;
        this.initializer = initializer;
    }

    /**
     * Takes the port, and no connection yet.
     *
     * @param port 0 for a free one
     * @throws StartException if the address cannot be had
     */
    static Listener bind(String host, int port) {
        CompletableFuture<ChannelHandler> initializer = new CompletableFuture<>();
        ServerSockets sockets = ServerSockets.best();
        EventLoopGroup acceptor =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("acceptor"), sockets.ioHandlers());
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors(),
                new DefaultThreadFactory("event-loop"),
                sockets.ioHandlers());
        ChannelFuture bound = new ServerBootstrap()
                .group(acceptor, loops)
                .channel(sockets.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.AUTO_READ, false)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(64, FIRST_READ_BYTES, MAX_READ_BYTES)
                                .maxMessagesPerRead(READS_AT_ONCE))
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
                .childOption(ChannelOption.MESSAGE_SIZE_ESTIMATOR, new UnsentSizes())
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        // Known by now: nothing is accepted before.
                        connection.pipeline().addLast(initializer.join());
                    }
                })
                .bind(new InetSocketAddress(host, port))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
            throw StartException.addressInUse(host, port, bound.cause());
        }
        return new Listener(acceptor, loops, bound.channel(), initializer);
    }

    /** Takes connections from now on, those that have waited first; the initializer makes their pipelines. */
    void accept(ChannelHandler connectionInitializer) {
        initializer.complete(connectionInitializer);
        channel.config().setAutoRead(true);
    }

    /** The port it listens on. */
    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** Measures how late the event loops are: a handler that blocks one shows here first. */
    void measureLag(MeterRegistry registry) {
        Timer lag = Timer.builder("wizd.event.loop.lag")
                .description("How much later than asked an event loop ran a task, once a second")
                .register(registry);
        for (EventExecutor loop : loops) {
            measureLag(loop, lag);
        }
    }

    private static void measureLag(EventExecutor loop, Timer lag) {
        long due = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        loop.schedule(
                () -> {
                    lag.record(Math.max(0, System.nanoTime() - due), TimeUnit.NANOSECONDS);
                    measureLag(loop, lag);
                },
                1,
                TimeUnit.SECONDS);
    }

    /** Takes no more connections; those that are open stay. */
    void stopAccepting() {
        channel.close().awaitUninterruptibly();
    }

    /** Ends the event loops, and the thread that accepted for them. */
    @Override
    public void close() {
        stopAccepting();
        acceptor.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
