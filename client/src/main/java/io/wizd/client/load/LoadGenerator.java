package io.wizd.client.load;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.wizd.client.transport.ClientSockets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Puts load on servers and measures what comes back, with as little work per request as it can, since it mostly runs
 * beside the server. Closed loop: see {@link LoadPlan.Pressure}. Static, any thread; each run has its own event loops.
 */
public final class LoadGenerator {
    private static final int CONNECT_TIMEOUT_MS = 5000;

    private LoadGenerator() {}

    /**
     * Runs the plan to its end.
     *
     * @throws IOException if the server cannot be reached at the start
     */
    public static LoadResult run(LoadPlan plan) throws IOException, InterruptedException {
        int threads = Math.min(plan.pressure().threads(), plan.pressure().connections());
        EventLoopGroup loops = ClientSockets.newEventLoops("wizd-load", threads);
        try {
            List<Lane> lanes = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                lanes.add(new Lane(loops.next(), new Recorder()));
            }
            connect(plan, lanes);
            TimeUnit.MILLISECONDS.sleep(plan.period().warmUpMs());
            onAll(lanes, Recorder::begin);
            TimeUnit.MILLISECONDS.sleep(plan.period().measuredMs());
            onAll(lanes, Recorder::end);
            return sum(lanes);
        } finally {
            loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    private static void connect(LoadPlan plan, List<Lane> lanes) throws IOException, InterruptedException {
        List<ChannelFuture> attempts = new ArrayList<>();
        for (int i = 0; i < plan.pressure().connections(); i++) {
            Lane lane = lanes.get(i % lanes.size());
            attempts.add(ClientSockets.newBootstrap(lane.loop)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .handler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline()
                                    .addLast(new LoadConnection(
                                            plan.request(), plan.pressure().inFlight(), lane.recorder));
                        }
                    })
                    .connect(plan.targets().get(i % plan.targets().size())));
        }
        for (ChannelFuture attempt : attempts) {
            if (!attempt.await().isSuccess()) {
                throw new IOException("no connection to one of " + plan.targets(), attempt.cause());
            }
        }
    }

    private static void onAll(List<Lane> lanes, Consumer<Recorder> action) throws InterruptedException {
        for (Lane lane : lanes) {
            lane.loop.submit(() -> action.accept(lane.recorder)).sync();
        }
    }

    private static LoadResult sum(List<Lane> lanes) {
        LatencyHistogram latency = new LatencyHistogram();
        double perSecond = 0;
        long errors = 0;
        String firstError = "";
        int lost = 0;
        for (Lane lane : lanes) {
            LoadResult part = lane.recorder.result();
            latency.add(part.latency());
            perSecond += part.repliesPerSecond();
            errors += part.errors();
            firstError = firstError.isEmpty() ? part.firstError() : firstError;
            lost += part.lostConnections();
        }
        return new LoadResult(perSecond, latency, errors, firstError, lost);
    }

    /** An event loop and what it counts. */
    private record Lane(EventLoop loop, Recorder recorder) {}
}
