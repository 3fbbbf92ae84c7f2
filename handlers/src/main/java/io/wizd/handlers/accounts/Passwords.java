package io.wizd.handlers.accounts;

import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.Block;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Hashes passwords with Argon2id and compares them; each hash takes tens of milliseconds and 19 MiB of heap by design, so it
 * belongs on the threads of the budget of passwords. The memory is used again by the next hash, because 19 MiB that are
 * new each time fill the young generation faster than anything else a server does. Any thread.
 */
final class Passwords {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private static final Pattern PHC =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d+),t=(\\d+),p=(\\d+)\\$([^$]+)\\$([^$]+)");

    private static final SecureRandom RANDOM = new SecureRandom();

    /** As many as hashes have been computed at once, as long as the heap has room for them. */
    private static final Deque<SoftReference<Memory>> IDLE = new ConcurrentLinkedDeque<>();

    private final HashCost cost;

    /** @param cost of new hashes */
    Passwords(HashCost cost) {
        this.cost = cost;
    }

    /** Of no password: what an unknown name is compared with, so that it takes as long as a wrong password. */
    String nobody() {
        return phc("bm9ib2R5IGhhcyB0aGlzIQ", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    }

    private String phc(String salt, String hash) {
        return "$argon2id$v=19$m=" + cost.memoryKiB() + ",t=" + cost.passes() + ",p=" + cost.lanes() + "$" + salt + "$"
                + hash;
    }

    /** A salted hash of a new password, in PHC's format. */
    String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        byte[] hash = argon2id(password, salt, cost, HASH_BYTES);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return phc(base64.encodeToString(salt), base64.encodeToString(hash));
    }

    /**
     * Whether the hash is of this password.
     *
     * @param hash in PHC's format, of any cost
     */
    static boolean matches(String password, String hash) {
        Matcher phc = PHC.matcher(hash);
        if (!phc.matches()) {
            throw new IllegalArgumentException("an account's password hash is not one of Argon2id");
        }
        HashCost cost = new HashCost(
                Integer.parseInt(phc.group(1)), Integer.parseInt(phc.group(2)), Integer.parseInt(phc.group(3)));
        byte[] salt = Base64.getDecoder().decode(phc.group(4));
        byte[] expected = Base64.getDecoder().decode(phc.group(5));
        return MessageDigest.isEqual(expected, argon2id(password, salt, cost, expected.length));
    }

    private static byte[] argon2id(String password, byte[] salt, HashCost cost, int bytes) {
        Memory memory = memory();
        try {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(cost.memoryKiB())
                    .withIterations(cost.passes())
                    .withParallelism(cost.lanes())
                    .withSalt(salt)
                    .withBlockPool(memory)
                    .build());
            byte[] hash = new byte[bytes];
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
            return hash;
        } finally {
            IDLE.push(new SoftReference<>(memory));
        }
    }

    private static Memory memory() {
        SoftReference<Memory> idle = IDLE.poll();
        Memory memory = idle == null ? null : idle.get();
        return memory == null ? new Memory() : memory;
    }

    /** The blocks of one hash at a time, which come back empty. */
    private static final class Memory implements BlockPool {
        private final Deque<Block> free = new ArrayDeque<>();

        @Override
        public Block allocate() {
            Block block = free.poll();
            return block == null ? new Block() : block;
        }

        @Override
        public void deallocate(Block block) {
            free.push(block);
        }
    }
}
