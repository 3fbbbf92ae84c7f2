package io.wizd.server.config;

import io.wizd.handlers.accounts.AccountSettings;
import io.wizd.handlers.accounts.HashCost;
import io.wizd.handlers.accounts.MailSettings;
import io.wizd.handlers.accounts.SignUpSettings;
import java.time.Duration;

/** The keys of accounts: of {@code wizd.access} those that are about accounts, {@code wizd.audit} and {@code wizd.mail}. */
final class AccountKeys {
    private static final Duration YEAR = Duration.ofDays(365);

    private final KeyReader keys;

    AccountKeys(KeyReader keys) {
        this.keys = keys;
    }

    AccountSettings read() {
        return new AccountSettings(
                Duration.ofMillis(keys.millis("access.tokenTtl", Duration.ofMinutes(1), YEAR)),
                Duration.ofMillis(keys.millis("audit.keep", Duration.ofDays(1), YEAR.multipliedBy(100))),
                keys.flag("access.signUp") ? SignUpSettings.OPEN : SignUpSettings.CLOSED,
                mail(),
                HashCost.USUAL);
    }

    private MailSettings mail() {
        MailSettings mail = new MailSettings(
                keys.choice("mail.mode", MailSettings.Mode.class),
                keys.text("mail.from"),
                url("mail.confirmUrl"),
                url("mail.resetUrl"),
                new MailSettings.Smtp(
                        keys.text("mail.smtp.host"),
                        keys.integer("mail.smtp.port", 1, 65_535),
                        keys.flag("mail.smtp.startTls"),
                        keys.text("mail.smtp.user"),
                        keys.text("mail.smtp.password")));
        if (!mail.from().matches("[^\\s@]+@[^\\s@]+")) {
            keys.fault(
                    "mail.from", "wizd.mail.from = " + mail.from() + ": must be an address such as wizd@example.org");
        }
        if (mail.mode() == MailSettings.Mode.SMTP && mail.smtp().host().isBlank()) {
            keys.fault("mail.smtp.host", "wizd.mail.smtp.host is empty: must be the name of a server of mail");
        }
        return mail;
    }

    private String url(String key) {
        String url = keys.text(key);
        if (!url.isEmpty() && !url.contains("{token}")) {
            keys.fault(key, "wizd." + key + " = " + url + ": must have {token} in it, which becomes that of the link");
        }
        return url;
    }
}
