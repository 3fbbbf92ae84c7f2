package io.wizd.handlers.accounts;

/**
 * What a hash of a password costs, to make as to guess.
 *
 * @param passes over that memory
 * @param lanes that may be computed side by side
 */
public record HashCost(int memoryKiB, int passes, int lanes) {
    /** OWASP's first choice for Argon2id: 19 MiB, two passes, one lane. */
    public static final HashCost USUAL = new HashCost(19 * 1024, 2, 1);

    /** The least that Argon2id has, for tests of what is around it. */
    public static final HashCost LEAST = new HashCost(8, 1, 1);
}
