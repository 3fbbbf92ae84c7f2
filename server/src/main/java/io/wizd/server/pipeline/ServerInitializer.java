package io.wizd.server.pipeline;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.wizd.budget.Budgets;
import io.wizd.budget.ConnectionBudget;
import io.wizd.server.connection.Connection;
import io.wizd.server.connection.ConnectionLimits;
import io.wizd.server.connection.FairShare;
import io.wizd.server.connection.SlowReaderGuard;
import io.wizd.server.connection.TrustedProxies;
import io.wizd.server.http.HttpFace;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The pipeline of a new connection; the detector puts the rest behind it once it knows what the client speaks. */
public final class ServerInitializer extends ChannelInitializer<Channel> {
    private final MessageFace messages;
    private final HttpFace http;
    private final ConnectionLimits limits;
    private final Budgets budgets;
    private final TrustedProxies proxies;
    private final ChannelGroup open;
    private final Map<EventLoop, FairShare> shares = new ConcurrentHashMap<>();

    /**
     * For all connections of a server.
     *
     * @param proxies who is believed where a client is
     * @param open where each connection is entered, so that the server can close those that are left
     */
    public ServerInitializer(
            MessageFace messages,
            HttpFace http,
            ConnectionLimits limits,
            Budgets budgets,
            TrustedProxies proxies,
            ChannelGroup open) {
        this.messages = messages;
        this.http = http;
        this.limits = limits;
        this.budgets = budgets;
        this.proxies = proxies;
        this.open = open;
    }

    @Override
    protected void initChannel(Channel channel) {
        InetAddress address = ((InetSocketAddress) channel.remoteAddress()).getAddress();
        ConnectionBudget.Place place = budgets.connections().enter(address);
        if (place == null) {
            channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> place.leave());
        open.add(channel);
        Connection connection = new Connection(
                channel,
                limits.maxInFlightPerConnection(),
                shares.computeIfAbsent(channel.eventLoop(), loop -> new FairShare(loop, budgets.load())),
                budgets.memory(),
                place.refusal(),
                proxies);
        channel.pipeline().addLast(new SlowReaderGuard(limits.writeIdleTimeoutMs(), connection));
        if (connection.peer().isTrustedProxy()) {
            channel.pipeline().addLast(new ProxyHeader(connection));
        }
        channel.pipeline().addLast(new ProtocolDetector(messages, http, limits, connection));
    }
}
