package io.wizd.event;

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
