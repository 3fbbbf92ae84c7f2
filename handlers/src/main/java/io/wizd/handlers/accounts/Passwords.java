package io.wizd.handlers.accounts;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;

/**
 * Hashes passwords with Argon2id and compares them; each takes tens of milliseconds and 19 MiB of heap by design, so it
 * belongs on the threads of the budget of passwords. Static; nothing is computed, and nothing held, before the first
 * password comes.
 */
final class Passwords {
    /** Of no password: what an unknown name is compared with, so that it takes as long as a wrong password. */
    static final String NOBODY =
            "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlzIQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    /** Apart, since the function keeps 19 MiB from its first use on. */
    private static final class Lazy {
        /** OWASP's first choice for Argon2id: 19 MiB, two passes, one lane. */
        static final Argon2Function ARGON2 = Argon2Function.getInstance(19 * 1024, 2, 1, 32, Argon2.ID);
    }

    private Passwords() {}

    /** A salted hash of a new password, in PHC's format. */
    static String hash(String password) {
        return Password.hash(password).addRandomSalt(16).with(Lazy.ARGON2).getResult();
    }

    /** Whether the hash is of this password. */
    static boolean matches(String password, String hash) {
        return Password.check(password, hash).with(Lazy.ARGON2);
    }
}
