package io.wizd.handlers.accounts;

import io.wizd.handlers.spec.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * 256 random bits that are shown once and kept as their SHA-256: so many need no salt and no slow hash. Any thread.
 *
 * @param text base64 as it goes into a URL, 43 characters
 */
record OpaqueToken(String text) {
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    static OpaqueToken random() {
        byte[] bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        return new OpaqueToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /** What the database keeps of it, in hexadecimal digits. */
    String hash() {
        return Fingerprint.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Not what it is, so that it comes into no log. */
    @Override
    public String toString() {
        return "OpaqueToken";
    }
}
