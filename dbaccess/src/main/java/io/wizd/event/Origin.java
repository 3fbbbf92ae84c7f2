package io.wizd.event;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a request came from, as each line about it says.
 *
 * @param client the address of its client
 * @param requestId what it is called by its client or a proxy, or by this server; null for a message that is called nothing
 */
public record Origin(String client, @Nullable String requestId) {
    /** The address of the client without its port. */
    public String host() {
        return hostOf(client);
    }

    /** The address of the client, or its network of IPv6, as {@link #networkOf} has it. */
    public String network() {
        return networkOf(host());
    }

    /**
     * What stands for the client where clients are counted: its address, or of IPv6 the network of 64 bits, which one machine has whole.
     *
     * @param host without a port; what is no address stays as it is
     */
    public static String networkOf(String host) {
        try {
            InetAddress literal = InetAddress.ofLiteral(host);
            return literal instanceof Inet6Address
                    ? InetAddress.getByAddress(Arrays.copyOf(
                                    Arrays.copyOf(literal.getAddress(), Long.BYTES), literal.getAddress().length))
                            .getHostAddress()
                    : literal.getHostAddress();
        } catch (IllegalArgumentException | UnknownHostException e) {
            return host;
        }
    }

    /** An address without its port, if it has one. */
    public static String hostOf(String address) {
        if (address.startsWith("[")) {
            int end = address.indexOf(']');
            return end < 0 ? address : address.substring(1, end);
        }
        int colon = address.indexOf(':');
        return colon >= 0 && colon == address.lastIndexOf(':') ? address.substring(0, colon) : address;
    }

    @Override
    public String toString() {
        return requestId == null ? client : client + " (request " + requestId + ")";
    }
}
