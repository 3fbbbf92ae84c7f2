package io.wizd.client;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Pings one connection, and ends it when nothing comes any more. Confined to the event loop. */
final class HealthCheck {
    /** Calls have numbers from 1 on. */
    static final long SEQ_NUM = 0;

    /** It names nobody: a ping is anyone's. */
    static final Message PING = Identity.NOBODY.stamp(Message.of("ping", Json.EMPTY_OBJECT), SEQ_NUM);

    private final Link link;
    private final HealthPolicy policy;
    private final EventLoop loop;

    private boolean waiting;
    private boolean received;
    private long pingedNanos;
    private Duration roundTrip = Duration.ZERO;
    private @Nullable Future<?> timer;

    HealthCheck(Link link, HealthPolicy policy, EventLoop loop) {
        this.link = link;
        this.policy = policy;
        this.loop = loop;
    }

    /** Sends a ping, if none is on its way. */
    void pingNow() {
        if (!waiting) {
            waiting = true;
            pingedNanos = System.nanoTime();
            link.sendPing();
            watch();
        }
    }

    private void watch() {
        received = false;
        schedule(this::expired, policy.checkTimeoutMs());
    }

    /** Whatever comes is a sign of life: the pong may stand behind a large reply. */
    void received() {
        received = true;
    }

    void answered() {
        if (waiting) {
            waiting = false;
            roundTrip = Duration.ofNanos(System.nanoTime() - pingedNanos);
            schedule(this::pingNow, policy.pingIntervalMs());
        }
    }

    Duration roundTrip() {
        return roundTrip;
    }

    private void expired() {
        if (received) {
            watch();
        } else {
            link.down("no answer to a ping within " + policy.checkTimeoutMs() + " ms", null);
        }
    }

    void stop() {
        waiting = false;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void schedule(Runnable action, int afterMs) {
        if (timer != null) {
            timer.cancel(false);
        }
        timer = loop.schedule(action, afterMs, TimeUnit.MILLISECONDS);
    }
}
