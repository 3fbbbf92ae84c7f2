package io.wizd.client;

import io.netty.channel.EventLoop;
import java.util.random.RandomGenerator;

/** What the parts of a client have in common. */
record ClientParts(ClientConfig config, EventLoop loop, ClientMetrics metrics, RandomGenerator random) {
    HealthPolicy health() {
        return config.health();
    }
}
