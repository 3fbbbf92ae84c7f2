package io.wizd.client;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Which servers there are, and how to talk to them. Immutable, any thread.
 *
 * @param servers at least one, none twice; any of them can answer any call
 * @param limits how much at once, and for how long
 * @param health how the servers are watched
 * @param cache which answers are kept
 * @param identity who sends, where a message does not say so itself
 */
public record ClientConfig(
        List<ServerAddress> servers, CallLimits limits, HealthPolicy health, CachePolicy cache, Identity identity) {
    /** The port of a wizd that was not told another. */
    public static final int DEFAULT_PORT = 8003;

    /** Refuses what cannot work. */
    public ClientConfig {
        servers = List.copyOf(servers);
        Requirement.check(!servers.isEmpty(), "at least one server is needed");
        Requirement.check(servers.stream().distinct().count() == servers.size(), "a server is listed twice");
    }

    /** One server, the defaults, and nobody in particular. */
    public static ClientConfig at(String host, int port) {
        return at(List.of(new ServerAddress(host, port)));
    }

    /** Several servers, the defaults, and nobody in particular. */
    public static ClientConfig at(List<ServerAddress> servers) {
        return new ClientConfig(servers, CallLimits.DEFAULT, HealthPolicy.DEFAULT, CachePolicy.NONE, Identity.NOBODY);
    }

    /** The same with other limits. */
    public ClientConfig withLimits(CallLimits newLimits) {
        return new ClientConfig(servers, newLimits, health, cache, identity);
    }

    /** The same with another timeout, in milliseconds. */
    public ClientConfig withTimeoutMs(int timeoutMs) {
        return withLimits(new CallLimits(limits.connectionsPerServer(), timeoutMs, limits.maxInFlight()));
    }

    /** The same with another number of calls in flight. */
    public ClientConfig withMaxInFlight(int maxInFlight) {
        return withLimits(new CallLimits(limits.connectionsPerServer(), limits.timeoutMs(), maxInFlight));
    }

    /** The same, watched otherwise. */
    public ClientConfig withHealth(HealthPolicy newHealth) {
        return new ClientConfig(servers, limits, newHealth, cache, identity);
    }

    /** The same, keeping these answers. */
    public ClientConfig withCache(CachePolicy newCache) {
        return new ClientConfig(servers, limits, health, newCache, identity);
    }

    /** The same, sent by somebody. */
    public ClientConfig withIdentity(Identity newIdentity) {
        return new ClientConfig(servers, limits, health, cache, newIdentity);
    }

    /** The servers, for people: {@code a:8003, b:8003}. */
    public String addresses() {
        return servers.stream().map(ServerAddress::toString).collect(Collectors.joining(", "));
    }
}
