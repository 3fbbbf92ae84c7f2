package io.wizd.client;

import java.util.Set;

/**
 * Which answers a client may keep. Immutable, any thread.
 *
 * <p>An answer is kept for those who ask as the same user, device and token with the same body, byte for byte. An error
 * is never kept. Equal calls that are made at the same time share one request.
 *
 * @param msgTypes the types whose answers may be kept; calls of a type that is no {@code READ} are refused
 * @param maxBytes how much is kept, requests and replies together; the least used go first
 * @param expiryMs how long an answer is kept, milliseconds
 */
public record CachePolicy(Set<String> msgTypes, long maxBytes, long expiryMs) {
    /** Nothing is kept: the default. */
    public static final CachePolicy NONE = new CachePolicy(Set.of(), 1, 1);

    /** Refuses what cannot work. */
    public CachePolicy {
        msgTypes = Set.copyOf(msgTypes);
        Requirement.check(maxBytes >= 1, "maxBytes is at least 1, not " + maxBytes);
        Requirement.check(expiryMs >= 1, "expiryMs is at least 1, not " + expiryMs);
    }
}
