package io.wizd.server.http.site;

import io.netty.util.NetUtil;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that this server answers for. A page can have its own name resolved to an address of this server, and is then of the
 * same origin for its browser (DNS rebinding): only the name in the request tells. An address cannot be made to mean another
 * machine so, and those who named it meant this one. Immutable, any thread.
 */
public final class HostNames {
    private static final String ANY = "*";
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");

    private final Set<String> names;
    private final boolean anyAddress;

    private HostNames(Set<String> names, boolean anyAddress) {
        this.names = Set.copyOf(names);
        this.anyAddress = anyAddress;
    }

    /**
     * Loopback, and those of a list.
     *
     * @param list names, or {@code *} for any, with commas or white space between them
     * @throws IllegalArgumentException if one of them is something else; the message names it
     */
    public static HostNames of(String list) {
        Set<String> names = new HashSet<>();
        names.add("localhost");
        Arrays.stream(list.split("[,\\s]+", 0)).filter(name -> !name.isEmpty()).forEach(name -> {
            String host = withoutDot(name.toLowerCase(Locale.ROOT));
            if (!host.equals(ANY) && !NAME.matcher(host).matches() && !NetUtil.isValidIpV6Address(host)) {
                throw new IllegalArgumentException(name);
            }
            names.add(host);
        });
        return new HostNames(names, false);
    }

    /** And what a server is reached by that listens on this name or address; any address, unless that is a loopback address. */
    public HostNames ofServerOn(String name, InetAddress address) {
        Set<String> more = new HashSet<>(names);
        if (NetUtil.createInetAddressFromIpAddressString(name) == null) {
            more.add(withoutDot(name.toLowerCase(Locale.ROOT)));
        }
        return new HostNames(more, !address.isLoopbackAddress());
    }

    /** Whether the server listens on an address that other machines reach. */
    public boolean isReachable() {
        return anyAddress;
    }

    /** Whether it answers for any name. */
    public boolean isAny() {
        return names.contains(ANY);
    }

    /**
     * Refuses a request for another host.
     *
     * @param authority host and port, well-formed; null or empty if the request names none, which no browser sends
     * @throws WizdException {@code MISDIRECTED_REQUEST}
     */
    void check(@Nullable String authority) {
        if (authority == null || authority.isEmpty() || isAny()) {
            return;
        }
        String host = hostOf(authority);
        if (!names.contains(host) && !isAnsweredAddress(host)) {
            throw WizdException.of(
                    ErrorCode.MISDIRECTED_REQUEST,
                    "this server does not answer for the host " + host
                            + "; if it is to, add the name to wizd.access.hosts (WIZD_ACCESS_HOSTS) and restart it");
        }
    }

    private boolean isAnsweredAddress(String host) {
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(host);
        return address != null && (anyAddress || address.isLoopbackAddress());
    }

    private static String hostOf(String authority) {
        if (authority.startsWith("[")) {
            return authority.substring(1, authority.indexOf(']')).toLowerCase(Locale.ROOT);
        }
        int colon = authority.indexOf(':');
        return withoutDot((colon < 0 ? authority : authority.substring(0, colon)).toLowerCase(Locale.ROOT));
    }

    /** A name that ends with a dot is the same name. */
    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /** For people. */
    @Override
    public String toString() {
        if (isAny()) {
            return "any host";
        }
        return String.join(", ", names.stream().sorted().toList())
                + (anyAddress ? " and any IP address" : " and loopback addresses");
    }
}
