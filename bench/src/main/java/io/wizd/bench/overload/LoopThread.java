package io.wizd.bench.overload;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.wizd.bench.BenchException;
import io.wizd.client.transport.ClientSockets;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** One event loop, and the processor time of its thread. Any thread. */
final class LoopThread implements AutoCloseable {
    private final EventLoopGroup group;
    private final EventLoop loop;
    private final long threadId;

    LoopThread(String role) {
        group = ClientSockets.newEventLoops(role, 1);
        loop = group.next();
        threadId = call(() -> Thread.currentThread().threadId());
    }

    EventLoop loop() {
        return loop;
    }

    /** Carries it out on the loop, and waits for it. */
    <T> T call(Callable<T> action) {
        try {
            return loop.submit(action).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** The same for what gives nothing. */
    void run(Runnable action) {
        call(() -> {
            action.run();
            return true;
        });
    }

    /** So far. */
    double cpuSeconds() {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(threadId) / 1e9;
    }

    /** All its connections end too. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
