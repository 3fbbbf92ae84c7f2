package io.wizd.handlers.accounts;

import java.time.Duration;

/**
 * What the configuration says of accounts.
 *
 * @param tokenTtl for how long the token of a login is valid
 * @param auditKeep for how long the history of accounts is kept
 * @param signUp who may make an account
 * @param mail how links get to people
 * @param hashCost of new passwords; no key of the configuration
 */
public record AccountSettings(
        Duration tokenTtl, Duration auditKeep, SignUpSettings signUp, MailSettings mail, HashCost hashCost) {
    /** What a server has by default. */
    public static final AccountSettings DEFAULT = new AccountSettings(
            Duration.ofHours(12), Duration.ofDays(365), SignUpSettings.OPEN, MailSettings.DEFAULT, HashCost.USUAL);

    /** With the page of this server where its own mails lead. */
    public AccountSettings withPages(String url) {
        return new AccountSettings(tokenTtl, auditKeep, signUp, mail.withPages(url), hashCost);
    }
}
