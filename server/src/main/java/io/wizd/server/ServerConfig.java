package io.wizd.server;

import io.wizd.handlers.accounts.AccountSettings;
import io.wizd.server.connection.ConnectionLimits;
import io.wizd.server.connection.TrustedProxies;
import io.wizd.server.logfile.AccessLogConfig;
import java.nio.file.Path;

/**
 * Everything that can be set, read and checked once; sealed from then on. The keys, their units and defaults:
 * reference.conf.
 *
 * @param port 0 for a free one
 * @param proxies who is believed where a client is
 * @param access from where what may be done
 * @param accessLog a line for each HTTP request and each message, if anybody wants that
 * @param data the data directory
 * @param maxInFlight messages in flight in the whole server before more are refused
 * @param messageTimeoutMs how long a message may take
 * @param stopTimeoutMs how long a stop waits for what is in flight
 */
public record ServerConfig(
        String host,
        int port,
        TrustedProxies proxies,
        AccessConfig access,
        AccessLogConfig accessLog,
        Path data,
        UploadConfig uploads,
        ConnectionLimits limits,
        BudgetConfig budget,
        int maxInFlight,
        long messageTimeoutMs,
        long stopTimeoutMs,
        DatabaseConfig database,
        KvConfig kv,
        FibConfig fib,
        AccountSettings accounts) {

    /** The access of the server that listens on the host. */
    public AccessConfig accessOnHost() {
        return new AccessConfig(access.sites().ofServerOn(host), access.messages());
    }

    /** Everything that decides who may do what from where, for people. */
    public String accessInWords() {
        return "address: " + host + "; " + accessOnHost().inWords() + "; signUp: "
                + accounts.signUp().open() + "; trusted proxies: " + proxies;
    }
}
