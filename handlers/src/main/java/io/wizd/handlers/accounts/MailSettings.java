package io.wizd.handlers.accounts;

/**
 * How mail leaves.
 *
 * @param from the address that it comes from
 * @param confirmUrl where a link that confirms an address leads, with {@code {token}} in it; empty where there is no such page
 * @param resetUrl the same for a new password
 */
public record MailSettings(Mode mode, String from, String confirmUrl, String resetUrl, Smtp smtp) {
    /** What a server has by default. */
    public static final MailSettings DEFAULT =
            new MailSettings(Mode.FILE, "wizd@localhost", "", "", new Smtp("localhost", 587, true, "", ""));

    /**
     * Mails in files are read where the server runs, so their links lead to its own page, if no other is configured. Where those get to
     * this server who get real mail, only the configuration knows.
     */
    MailSettings withPages(String url) {
        if (mode != Mode.FILE) {
            return this;
        }
        return new MailSettings(
                mode,
                from,
                confirmUrl.isEmpty() ? url + "#confirm={token}" : confirmUrl,
                resetUrl.isEmpty() ? url + "#reset={token}" : resetUrl,
                smtp);
    }

    /** Where mail goes. */
    public enum Mode {
        /** A line in the log, without the link. */
        LOG,
        /** A file in the folder {@code mail} of the data directory. */
        FILE,
        /** A server of mail. */
        SMTP
    }

    /**
     * A server of mail.
     *
     * @param startTls whether nothing is sent before the connection is encrypted and the server's certificate fits its name
     * @param user empty where it takes mail from anyone here
     */
    public record Smtp(String host, int port, boolean startTls, String user, String password) {
        /** The password stays out of logs. */
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }
}
