package io.wizd.server.testing;

import io.wizd.handlers.accounts.AccountSettings;
import io.wizd.handlers.accounts.HashCost;
import io.wizd.handlers.accounts.MailSettings;
import io.wizd.handlers.accounts.SignUpSettings;
import io.wizd.handlers.spec.MessageAccess;
import io.wizd.server.AccessConfig;
import io.wizd.server.BudgetConfig;
import io.wizd.server.DatabaseConfig;
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
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The configuration of one more server: that of users, but for what is said by chaining. */
final class TestConfig {
    /** Longer than a test waits for anything, so that what runs out of time is not taken for what was ended. */
    static final long MESSAGE_TIMEOUT_MS = TimeUnit.SECONDS.toMillis(30);

    private static final int CALLS_IN_FLIGHT_PER_NODE = 2;
    private static final int QUEUE_CAPACITY = 10_000;

    private ConnectionLimits limits = ConnectionLimits.defaults();
    private BudgetConfig budget = BudgetConfig.usual();
    private TrustedProxies proxies = TrustedProxies.NONE;

    /** Tests of syntax name hosts as they like. */
    private AccessConfig access =
            new AccessConfig(new Sites(HostNames.of("*"), OtherOrigins.of("")), MessageAccess.OPEN);

    private Path data = TestFolders.newFolder();
    private UploadConfig uploads = uploadsOf(1 << 30);
    private MailSettings mail = MailSettings.DEFAULT;

    /** Tests come from one address. */
    private SignUpSettings signUp = new SignUpSettings(true, 1_000_000);

    private @Nullable AccessLogConfig accessLog;
    private DatabaseConfig.@Nullable External databases;

    static UploadConfig uploadsOf(long maxBytes) {
        return new UploadConfig(maxBytes, 16L << 30, 200, 256 << 20);
    }

    TestConfig limits(ConnectionLimits other) {
        limits = other;
        return this;
    }

    TestConfig budget(BudgetConfig other) {
        budget = other;
        return this;
    }

    TestConfig proxies(TrustedProxies other) {
        proxies = other;
        return this;
    }

    TestConfig access(AccessConfig other) {
        access = other;
        return this;
    }

    TestConfig data(Path other) {
        data = other;
        return this;
    }

    TestConfig uploads(UploadConfig other) {
        uploads = other;
        return this;
    }

    TestConfig mail(MailSettings other) {
        mail = other;
        return this;
    }

    TestConfig signUp(SignUpSettings other) {
        signUp = other;
        return this;
    }

    TestConfig accessLog(AccessLogConfig other) {
        accessLog = other;
        return this;
    }

    TestConfig databases(DatabaseConfig.External other) {
        databases = other;
        return this;
    }

    /** Of its own; empty for those of all servers of this JVM. */
    Optional<DatabaseConfig.External> databases() {
        return Optional.ofNullable(databases);
    }

    ServerConfig on(DatabaseConfig.External nodes) {
        AccountSettings usual = AccountSettings.DEFAULT;
        return new ServerConfig(
                "127.0.0.1",
                0,
                proxies,
                access,
                accessLog == null ? new AccessLogConfig(AccessLogConfig.Format.NONE, data) : accessLog,
                data,
                uploads,
                limits,
                budget,
                20_000,
                MESSAGE_TIMEOUT_MS,
                TimeUnit.SECONDS.toMillis(5),
                new DatabaseConfig(nodes, CALLS_IN_FLIGHT_PER_NODE, QUEUE_CAPACITY),
                new KvConfig(0, false, 0, 0),
                new FibConfig(10_000, 100_000),
                new AccountSettings(usual.tokenTtl(), usual.auditKeep(), signUp, mail, HashCost.LEAST));
    }
}
