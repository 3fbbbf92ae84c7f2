package io.wizd.server.pipeline;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.wizd.server.dispatch.Dispatcher;
import io.wizd.server.http.HttpFace;

/** The pipeline of a new connection; the detector puts the rest behind it once it knows what the client speaks. */
public final class ServerInitializer extends ChannelInitializer<Channel> {
    private final Dispatcher dispatcher;
    private final HttpFace http;
    private final ConnectionLimits limits;
    private final ChannelGroup open;

    /** @param open where each connection is entered, so that the server can close those that are left */
    public ServerInitializer(Dispatcher dispatcher, HttpFace http, ConnectionLimits limits, ChannelGroup open) {
        this.dispatcher = dispatcher;
        this.http = http;
        this.limits = limits;
        this.open = open;
    }

    @Override
    protected void initChannel(Channel channel) {
        open.add(channel);
        channel.pipeline()
                .addLast(new SlowReaderGuard(limits.writeIdleTimeoutMs()))
                .addLast(new ProtocolDetector(dispatcher, http, limits));
    }
}
