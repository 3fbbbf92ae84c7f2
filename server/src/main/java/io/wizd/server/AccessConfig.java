package io.wizd.server;

import io.wizd.server.http.site.Sites;

/**
 * From where what may be done.
 *
 * @param sites hosts that this server answers for, and origins whose pages may use it
 */
public record AccessConfig(Sites sites) {
    /** What a server has by default. */
    public static final AccessConfig DEFAULT = new AccessConfig(Sites.DEFAULT);
}
