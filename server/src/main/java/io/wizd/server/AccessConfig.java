package io.wizd.server;

import io.wizd.handlers.kv.KvAccess;
import io.wizd.server.http.site.Sites;

/**
 * Who may do what, and from where.
 *
 * @param sites hosts that this server answers for, and origins whose pages may use it
 * @param kv who may do what with keys
 */
public record AccessConfig(Sites sites, KvAccess kv) {
    /** What a server has by default. */
    public static final AccessConfig DEFAULT = new AccessConfig(Sites.DEFAULT, KvAccess.OPEN);
}
