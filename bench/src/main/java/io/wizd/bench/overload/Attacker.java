package io.wizd.bench.overload;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.wizd.client.transport.ClientSockets;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection of attackers, opened again when it ends. Confined to its event loop. */
final class Attacker {
    static final int TICKS_A_SECOND = 100;

    private static final int CONNECT_TIMEOUT_MS = 10_000;
    private static final int SMALL_WINDOW_BYTES = 4096;
    private static final int MOST_UNSENT_BYTES = 1 << 16;

    private final EventLoop loop;
    private final InetSocketAddress from;
    private final InetSocketAddress server;
    private final Traffic traffic;
    private final AttackTally tally;
    private @Nullable Channel channel;
    private boolean ended;
    private double allowed;
    private int sent;
    private int ticks;

    /** @param from an address of the loopback network, port 0 */
    Attacker(EventLoop loop, InetSocketAddress from, InetSocketAddress server, Traffic traffic, AttackTally tally) {
        this.loop = loop;
        this.from = from;
        this.server = server;
        this.traffic = traffic;
        this.tally = tally;
    }

    void connect() {
        if (ended) {
            return;
        }
        var bootstrap = ClientSockets.newBootstrap(loop)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(1, MOST_UNSENT_BYTES))
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(traffic.reading().bytes()).maxMessagesPerRead(1))
                .handler(new Line());
        if (traffic.reading() != Traffic.Reading.AS_THEY_COME) {
            bootstrap.option(ChannelOption.SO_RCVBUF, SMALL_WINDOW_BYTES);
        }
        bootstrap.connect(server, from).addListener(attempt -> {
            if (!attempt.isSuccess()) {
                comeBack();
            }
        });
    }

    private void comeBack() {
        if (!ended) {
            loop.schedule(this::connect, traffic.comesBackAfterMs(), TimeUnit.MILLISECONDS);
        }
    }

    /** Sends and reads what its traffic allows by now; called {@link #TICKS_A_SECOND} times a second. */
    void tick() {
        if (channel == null) {
            return;
        }
        allowed = Math.min(allowed + traffic.perSecond() / TICKS_A_SECOND, Math.max(1, traffic.perSecond()));
        while (allowed >= 1 && sent < traffic.most() && channel.isWritable()) {
            channel.write(traffic.requests().get(), channel.voidPromise());
            allowed--;
            sent++;
            tally.sent();
        }
        channel.flush();
        if (++ticks % traffic.reading().everyTicks() == 0) {
            channel.read();
        }
    }

    void end() {
        ended = true;
        if (channel != null) {
            channel.close();
        }
    }

    /** What comes is dropped. */
    private final class Line extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (ended) {
                context.close();
                return;
            }
            channel = context.channel();
            sent = 0;
            allowed = 1;
            tally.connected();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object read) {
            ByteBuf bytes = (ByteBuf) read;
            tally.read(bytes);
            bytes.release();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            channel = null;
            comeBack();
        }
    }
}
