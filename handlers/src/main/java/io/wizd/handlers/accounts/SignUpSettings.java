package io.wizd.handlers.accounts;

/**
 * What somebody without an account may do to get one.
 *
 * @param open whether they make one themselves; else administrators do
 * @param byAddress how many accounts an address may make within an hour, and how many links for a new password ask for; no key of the
 *     configuration
 */
public record SignUpSettings(boolean open, int byAddress) {
    /** Whoever reaches the server signs up. */
    public static final SignUpSettings OPEN = new SignUpSettings(true, 20);

    /** Administrators make accounts. */
    public static final SignUpSettings CLOSED = new SignUpSettings(false, OPEN.byAddress);
}
