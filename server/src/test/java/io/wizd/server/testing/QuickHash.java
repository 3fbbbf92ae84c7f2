package io.wizd.server.testing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A hash of a password as users have them, of the least cost that Argon2id has: theirs takes tens of milliseconds of a processor by
 * design, and many times that in a JVM that does not optimize.
 */
final class QuickHash {
    private static final int MEMORY_KIB = 8;
    private static final byte[] SALT = "a salt of tests.".getBytes(StandardCharsets.US_ASCII);

    private QuickHash() {}

    /** In PHC's format. */
    static String of(String password) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(MEMORY_KIB)
                .withIterations(1)
                .withParallelism(1)
                .withSalt(SALT)
                .build());
        byte[] hash = new byte[32];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=1,p=1$" + base64.encodeToString(SALT) + "$"
                + base64.encodeToString(hash);
    }
}
