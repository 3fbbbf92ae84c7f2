package io.wizd.handlers.accounts;

import java.time.Duration;

/**
 * What the configuration says of accounts.
 *
 * @param tokenTtl for how long the token of a login is valid
 * @param hashCost of new passwords; no key of the configuration
 */
public record AccountSettings(Duration tokenTtl, HashCost hashCost) {
    /** What a server has by default. */
    public static final AccountSettings DEFAULT = new AccountSettings(Duration.ofHours(12), HashCost.USUAL);
}
