package io.wizd.client.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/** Epoll on Linux, NIO elsewhere. Static, any thread. */
public final class ClientSockets {
    private ClientSockets() {}

    /** Event loops on daemon threads; the thread's name is its role. */
    public static EventLoopGroup newEventLoops(String role, int threads) {
        IoHandlerFactory ioHandlers = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(role, true), ioHandlers);
    }

    /** Ready to connect from this loop, which all its channels then live on. */
    public static Bootstrap newBootstrap(EventLoop loop) {
        Class<? extends SocketChannel> channelType =
                Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
        return new Bootstrap().group(loop).channel(channelType);
    }
}
