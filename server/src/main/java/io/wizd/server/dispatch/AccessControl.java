package io.wizd.server.dispatch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wizd.handlers.Access;
import io.wizd.handlers.accounts.Accounts;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Checks credentials against what a message type needs. A password that was right is remembered for a while, by a
 * keyed hash, because Argon2id takes tens of milliseconds by design; one that was wrong is not.
 */
public final class AccessControl {
    /** A password that was changed works for so long still. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final Accounts accounts;
    private final Cache<String, String> roleByCredentials = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(REMEMBERED)
            .build();
    private final byte[] salt = new byte[16];

    public AccessControl(Accounts accounts) {
        this.accounts = accounts;
        new SecureRandom().nextBytes(salt);
    }

    /**
     * Refuses who sends no credentials at all, without any work. Any thread.
     *
     * @throws WizdException {@code UNAUTHORIZED}
     */
    static void checkGiven(Access needed, @Nullable String authorization) {
        if (authorization == null && !needed.isOpen()) {
            throw WizdException.of(ErrorCode.UNAUTHORIZED, roleNeeded(needed));
        }
    }

    private static String roleNeeded(Access needed) {
        return "this message needs the role " + needed.role();
    }

    /**
     * Waits for the database where the credentials are not remembered; for virtual threads only.
     *
     * @throws WizdException {@code UNAUTHORIZED} or {@code FORBIDDEN}
     */
    void check(Access needed, @Nullable String authorization, long deadlineNanos) {
        checkGiven(needed, authorization);
        if (authorization == null || needed.isOpen()) {
            return;
        }
        String key = keyOf(authorization);
        String role = roleByCredentials.getIfPresent(key);
        if (role == null) {
            role = accounts.roleOf(authorization, deadlineNanos);
            roleByCredentials.put(key, role);
        }
        if (!needed.admits(role)) {
            throw WizdException.of(ErrorCode.FORBIDDEN, roleNeeded(needed));
        }
    }

    private String keyOf(String authorization) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(salt);
            return HexFormat.of().formatHex(sha256.digest(authorization.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
