package io.wizd.server.connection;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.wizd.event.Origin;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The proxies that are believed where a client is: addresses and networks. Immutable, any thread. */
public final class TrustedProxies {
    /** Nobody is believed: a client is whoever opened the connection. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    /** As they were written. */
    private final List<String> names;

    private final List<IpSubnetFilterRule> networks;

    private TrustedProxies(List<String> names) {
        this.names = names;
        this.networks = names.stream().map(TrustedProxies::network).toList();
    }

    /**
     * Those of a list.
     *
     * @param list addresses and networks ({@code 10.0.0.0/8}, {@code ::1}), with commas or white space between them
     * @throws IllegalArgumentException if one of them is something else; the message names it
     */
    public static TrustedProxies of(String list) {
        return new TrustedProxies(Arrays.stream(list.split("[,\\s]+", 0))
                .filter(network -> !network.isEmpty())
                .toList());
    }

    private static IpSubnetFilterRule network(String text) {
        String[] parts = text.split("/", 2);
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(parts[0]);
        if (address == null) {
            throw new IllegalArgumentException(text);
        }
        int bits = address.getAddress().length * 8;
        try {
            int prefix = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
            if (prefix < 0 || prefix > bits) {
                throw new IllegalArgumentException(text);
            }
            return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** Whether what comes from this address is believed. */
    public boolean trusts(InetSocketAddress address) {
        for (IpSubnetFilterRule network : networks) {
            if (network.matches(address)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The address of the client that a trusted proxy names: of a list each proxy has added who came to it, so from the end the
     * first that is not trusted itself. What stands before that anybody can have written.
     *
     * @param forwardedFor the field X-Forwarded-For
     * @return null if the proxy names none
     */
    @Nullable
    String clientOf(String forwardedFor) {
        String[] hops = forwardedFor.split(",", -1);
        String client = null;
        for (int i = hops.length - 1; i >= 0; i--) {
            InetAddress hop = NetUtil.createInetAddressFromIpAddressString(Origin.hostOf(hops[i].strip()));
            if (hop == null) {
                return client;
            }
            client = NetUtil.toAddressString(hop);
            if (!trusts(new InetSocketAddress(hop, 0))) {
                return client;
            }
        }
        return client;
    }

    /** For people. */
    @Override
    public String toString() {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}
