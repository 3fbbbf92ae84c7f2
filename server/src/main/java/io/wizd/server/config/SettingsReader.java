package io.wizd.server.config;

import io.wizd.handlers.fib.Fibonacci;
import io.wizd.handlers.spec.MessageAccess;
import io.wizd.protocol.ByteSize;
import io.wizd.server.AccessConfig;
import io.wizd.server.FibConfig;
import io.wizd.server.KvConfig;
import io.wizd.server.ServerConfig;
import io.wizd.server.UploadConfig;
import io.wizd.server.connection.ConnectionLimits;
import io.wizd.server.connection.TrustedProxies;
import io.wizd.server.http.site.HostNames;
import io.wizd.server.http.site.OtherOrigins;
import io.wizd.server.http.site.Sites;
import io.wizd.server.logfile.AccessLogConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.slf4j.event.Level;

/** Each key with its type and limits; reference.conf tells what they mean. */
final class SettingsReader {
    private static final Duration SHORTEST_IDLE = Duration.ofMillis(100);
    /** The wire's length prefix must begin with a zero byte, by which it is told from the other protocols. */
    private static final long MAX_MESSAGE_BYTES = (16L << 20) - 1;

    /** No gzip holds more than 1,032 times its size. */
    private static final int LARGEST_COMPRESSION_RATIO = 1_100;

    private final KeyReader keys;

    SettingsReader(KeyReader keys) {
        this.keys = keys;
    }

    /** @param heapBytes of the process that will serve, if it is this one */
    Settings read(EffectiveValues values, OptionalLong heapBytes) {
        // What it stands for has been read by now.
        String profile = keys.oneOf("profile", ConfigLayers.PROFILES);
        Path data = keys.path("data");
        ServerConfig server = new ServerConfig(
                host(),
                keys.integer("port", 0, 65_535),
                proxies(),
                access(),
                new AccessLogConfig(
                        keys.choice("log.access", AccessLogConfig.Format.class), data.resolve("access.log")),
                data,
                uploads(),
                limits(),
                new BudgetKeys(keys).read(heapBytes),
                keys.integer("maxInFlight", 1, 1_000_000),
                keys.millis("messageTimeout", Duration.ofMillis(10), Duration.ofMinutes(10)),
                keys.millis("stopTimeout", Duration.ZERO, Duration.ofMinutes(10)),
                new DatabaseKeys(keys).read(),
                kv(),
                fib(),
                new AccountKeys(keys).read());
        LogConfig log =
                new LogConfig(keys.choice("log.format", LogConfig.Format.class), keys.choice("log.level", Level.class));
        return new Settings(profile, server, log, plugins(), keys.flag("fixtures"), values, keys.warnings());
    }

    /** A folder that somebody names holds what somebody misses; the default one may be absent. */
    private Path plugins() {
        Path folder = keys.path("plugins");
        if (!keys.isDefault("plugins") && !Files.isDirectory(folder)) {
            keys.fault(
                    "plugins",
                    "wizd.plugins = " + folder + ": no such folder; make it, correct the name, or remove the line");
        }
        return folder;
    }

    private TrustedProxies proxies() {
        try {
            return TrustedProxies.of(keys.text("trustedProxies"));
        } catch (IllegalArgumentException e) {
            keys.fault(
                    "trustedProxies",
                    "wizd.trustedProxies: " + e.getMessage()
                            + " is neither an address nor a network: must be a list such as 10.0.0.0/8, 192.168.1.5, ::1");
            return TrustedProxies.NONE;
        }
    }

    private AccessConfig access() {
        MessageAccess messages = new MessageAccess(
                keys.choice("access.kv.read", MessageAccess.Who.class),
                keys.choice("access.kv.write", MessageAccess.Who.class),
                keys.choice("access.kv.deletePrefix", MessageAccess.Who.class),
                keys.choice("access.stats", MessageAccess.Who.class));
        return new AccessConfig(new Sites(hosts(), origins()), messages);
    }

    private HostNames hosts() {
        try {
            return HostNames.of(keys.listed("access.hosts"));
        } catch (IllegalArgumentException e) {
            keys.fault(
                    "access.hosts",
                    "wizd.access.hosts: " + e.getMessage()
                            + " is no name of a host: must be a list such as wizd.example.com, cards.example.com, or * for any;"
                            + " without scheme, port and path");
            return HostNames.of("");
        }
    }

    private OtherOrigins origins() {
        try {
            return OtherOrigins.of(keys.listed("access.corsOrigins"));
        } catch (IllegalArgumentException e) {
            keys.fault(
                    "access.corsOrigins",
                    "wizd.access.corsOrigins: " + e.getMessage()
                            + " is no origin as browsers send it: must be a list such as https://app.example.com,"
                            + " in lower case, without a path, and without the port of its scheme");
            return OtherOrigins.of("");
        }
    }

    private UploadConfig uploads() {
        long maxBytes = keys.bytes("maxUpload", 1 << 10, 1L << 50, "1 KiB to 1 PiB");
        long maxUncompressedBytes = keys.bytes("maxUploadUncompressed", 1 << 10, 1L << 50, "1 KiB to 1 PiB");
        if (maxUncompressedBytes < maxBytes) {
            keys.fault(
                    keys.isDefault("maxUploadUncompressed") ? "maxUpload" : "maxUploadUncompressed",
                    "wizd.maxUploadUncompressed = " + ByteSize.shown(maxUncompressedBytes)
                            + ": must be at least wizd.maxUpload = " + ByteSize.shown(maxBytes));
        }
        int maxRatio = keys.integer("maxUploadCompressionRatio", 2, LARGEST_COMPRESSION_RATIO);
        long maxRejectBytes = keys.bytes("maxUploadRejects", 1 << 10, 1L << 50, "1 KiB to 1 PiB");
        return new UploadConfig(maxBytes, maxUncompressedBytes, maxRatio, maxRejectBytes);
    }

    private KvConfig kv() {
        return new KvConfig(
                keys.integer("kv.copies", 0, 16),
                keys.flag("kv.writeFallback"),
                keys.millis("kv.syncInterval", Duration.ZERO, Duration.ofDays(1)),
                keys.millis("kv.tombstoneTtl", Duration.ZERO, Duration.ofDays(365)));
    }

    private FibConfig fib() {
        int cachedMax = keys.integer("fib.cachedMax", 1, Fibonacci.LARGEST_CACHED_MAX);
        int max = keys.integer("fib.max", 1, Fibonacci.LARGEST_MAX);
        if (cachedMax > max) {
            keys.fault("fib.max", "wizd.fib.max = " + max + ": must be at least wizd.fib.cachedMax = " + cachedMax);
        }
        return new FibConfig(cachedMax, max);
    }

    private ConnectionLimits limits() {
        return new ConnectionLimits(
                (int) keys.bytes(
                        "maxMessageBytes", 1 << 10, MAX_MESSAGE_BYTES, "1 KiB to 16777215 bytes (16 MiB less one)"),
                keys.integer("maxInFlightPerConnection", 1, 100_000),
                keys.millis("writeIdleTimeout", SHORTEST_IDLE, Duration.ofHours(1)),
                keys.millis("requestTimeout", SHORTEST_IDLE, Duration.ofHours(1)),
                keys.millis("idleTimeout", SHORTEST_IDLE, Duration.ofDays(1)));
    }

    private String host() {
        String host = keys.text("host");
        boolean insecure = keys.flag("access.insecure");
        try {
            if (host.isBlank()) {
                keys.fault("host", "wizd.host is empty: must be a name or an IP address, such as 127.0.0.1");
            } else if (!InetAddress.getByName(host).isLoopbackAddress() && !insecure) {
                keys.fault(
                        "host",
                        "wizd.host = " + host + ": other machines could reach wizd, which has no TLS yet;"
                                + " take 127.0.0.1, or set wizd.access.insecure = true if the network is safe");
            }
        } catch (UnknownHostException e) {
            keys.fault(
                    "host",
                    "wizd.host = " + host + ": unknown host; take 127.0.0.1 or an address of" + " this machine");
        }
        return host;
    }
}
