package io.wizd.handlers.accounts;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A mail with a link.
 *
 * @param to an address
 * @param text lines, which hold the link
 */
record Mail(String to, String subject, String text) {
    /** Of an account that is to confirm its address. */
    static Mail confirming(String name, String to, OpaqueToken link, String url) {
        return new Mail(to, "Confirm your account " + name, """
                Somebody, hopefully you, has made the account %s with this address.

                %s

                The link works once, for two days. If it was not you, do nothing: the account ends by itself.
                """.formatted(
                        name, follow("confirm it", url, "/api/user-confirm", link, "")));
    }

    /** Of an account whose password was forgotten. */
    static Mail resetting(String name, String to, OpaqueToken link, String url) {
        return new Mail(to, "A new password for your account " + name, """
                Somebody, hopefully you, has forgotten the password of the account %s.

                %s

                The link works once, for an hour. If it was not you, do nothing: the password stays as it is.
                """.formatted(
                        name, follow("choose another", url, "/api/password-reset", link, ", \"newPassword\": \"…\"")));
    }

    private static String follow(String what, String url, String path, OpaqueToken link, String more) {
        if (url.isEmpty()) {
            return "To " + what + ", send to " + path + ":\n\n    {\"token\": \"" + link.text() + "\"" + more + "}";
        }
        return "To " + what + ", follow this link:\n\n    "
                + url.replace("{token}", URLEncoder.encode(link.text(), StandardCharsets.UTF_8));
    }

    /** Not what it says, so that no link comes into a log. */
    @Override
    public String toString() {
        return subject + " to " + to;
    }
}
