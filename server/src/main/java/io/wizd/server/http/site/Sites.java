package io.wizd.server.http.site;

import io.wizd.protocol.WizdException;
import io.wizd.server.connection.Peer;
import io.wizd.server.http.wire.RequestHead;
import io.wizd.server.http.wire.RequestTarget;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * What a request must say of where it goes to and comes from, before anything else is looked at. Immutable, any thread.
 *
 * @param hosts that this server answers for
 * @param origins whose pages may change something
 */
public record Sites(HostNames hosts, OtherOrigins origins) {
    /** As a server has it by default that listens on a loopback address. */
    public static final Sites DEFAULT = new Sites(HostNames.of(""), OtherOrigins.of(""));

    /** The same for a server that listens on this name or address; it must be known by now. */
    public Sites ofServerOn(String host) {
        try {
            return new Sites(hosts.ofServerOn(host, InetAddress.getByName(host)), origins);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an unknown host: " + host, e);
        }
    }

    /**
     * Refuses what browsers were led to send. A host that a trusted proxy was asked for must be answered as well: where a
     * proxy passes on what it does not know, that field is a page's.
     *
     * @throws WizdException {@code MISDIRECTED_REQUEST} or {@code CROSS_SITE}
     */
    public void check(RequestHead head, Peer peer) {
        String asked = head.authority();
        hosts.check(asked);
        String list = head.fields().forwardedHost;
        String forwarded = list == null || !peer.isTrustedProxy() ? null : lastOf(list);
        hosts.check(forwarded);
        origins.check(head, forwarded == null ? asked : forwarded);
    }

    /** What the nearest proxy has added; what stands before that anybody can have written. */
    private static String lastOf(String list) {
        String last = list.substring(list.lastIndexOf(',') + 1).strip();
        RequestTarget.checkHost(last);
        return last;
    }
}
