package io.wizd.event;

import org.jspecify.annotations.Nullable;

/**
 * Where a request came from, as each line about it says.
 *
 * @param client the address of its client
 * @param requestId what it is called by its client or a proxy, or by this server; null for a message that is called nothing
 */
public record Origin(String client, @Nullable String requestId) {
    @Override
    public String toString() {
        return requestId == null ? client : client + " (request " + requestId + ")";
    }
}
