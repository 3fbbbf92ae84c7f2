package io.wizd.server.connection;

import io.netty.channel.Channel;
import io.netty.util.NetUtil;
import io.wizd.event.Origin;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Who is at the other end of a connection: the client, or a proxy that says who the client is. Any thread. */
public final class Peer {
    private final Channel channel;
    private final TrustedProxies proxies;

    /** Who came to the proxy that opened the connection; null if no proxy said so. */
    private volatile @Nullable InetSocketAddress proxied;

    Peer(Channel channel, TrustedProxies proxies) {
        this.channel = channel;
        this.proxies = proxies;
    }

    /** Where a message came from that is called nothing. */
    public Origin origin() {
        return new Origin(client(), null);
    }

    private String client() {
        InetSocketAddress address = address();
        return address == null ? String.valueOf(channel.remoteAddress()) : NetUtil.toSocketAddressString(address);
    }

    /**
     * The address of the client of a request, which may have come by a proxy.
     *
     * @param forwardedFor the field X-Forwarded-For; believed if a trusted proxy sends it
     */
    public String client(@Nullable String forwardedFor) {
        InetSocketAddress address = address();
        String client = forwardedFor != null && address != null && proxies.trusts(address)
                ? proxies.clientOf(forwardedFor)
                : null;
        return client == null ? client() : client;
    }

    private @Nullable InetSocketAddress address() {
        InetSocketAddress client = proxied;
        if (client != null) {
            return client;
        }
        return channel.remoteAddress() instanceof InetSocketAddress address ? address : null;
    }

    /** Whether whoever opened the connection is believed where the client is. */
    public boolean isTrustedProxy() {
        return channel.remoteAddress() instanceof InetSocketAddress address && proxies.trusts(address);
    }

    /** A trusted proxy has opened it for this client. */
    public void isFor(InetSocketAddress client) {
        proxied = client;
    }

    /** Both addresses and the number of the channel, and the client of a proxy. */
    @Override
    public String toString() {
        return proxied == null ? channel.toString() : channel + " for " + client();
    }
}
