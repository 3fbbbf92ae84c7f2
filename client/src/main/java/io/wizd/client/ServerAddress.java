package io.wizd.client;

/**
 * Where a wizd listens. Immutable, any thread.
 *
 * @param host name or address, an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record ServerAddress(String host, int port) {
    /** Refuses what cannot be an address. */
    public ServerAddress {
        Requirement.check(!host.isBlank(), "the host is empty");
        Requirement.check(port >= 1 && port <= 65_535, "a port is 1 to 65535, not " + port);
    }

    /**
     * Reads {@code HOST:PORT}; an IPv6 address stands in brackets.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static ServerAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        try {
            return new ServerAddress(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT, such as 127.0.0.1:8003", e);
        }
    }

    /** {@code host:port}, for people. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
