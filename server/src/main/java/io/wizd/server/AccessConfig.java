package io.wizd.server;

import io.wizd.handlers.spec.MessageAccess;
import io.wizd.server.http.site.Sites;
import java.util.Locale;

/**
 * Who may do what, and from where.
 *
 * @param sites hosts that this server answers for, and origins whose pages may use it
 * @param messages who may send what
 */
public record AccessConfig(Sites sites, MessageAccess messages) {
    /** What a server has by default. */
    public static final AccessConfig DEFAULT = new AccessConfig(Sites.DEFAULT, MessageAccess.OPEN);

    /** For people. */
    String inWords() {
        return "hosts: " + sites.hosts() + "; origins: " + sites.origins() + "; kv.read: " + word(messages.kvRead())
                + "; kv.write: " + word(messages.kvWrite()) + "; kv.deletePrefix: " + word(messages.kvDeletePrefix())
                + "; stats: " + word(messages.stats());
    }

    private static String word(MessageAccess.Who who) {
        return who.name().toLowerCase(Locale.ROOT);
    }
}
