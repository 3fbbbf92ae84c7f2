package io.wizd.server.http.site;

import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import io.wizd.server.http.wire.HttpReply;
import io.wizd.server.http.wire.RequestFields;
import io.wizd.server.http.wire.RequestHead;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What pages of other origins may do: nothing that changes anything, unless their origin was chosen. The check is that of {@code
 * CrossOriginProtection} in Go's net/http: what is safe passes; browsers say in Sec-Fetch-Site where a request comes from; older ones,
 * and any over plain HTTP, say at least in Origin; who says neither is a program. Immutable, any thread.
 */
public final class OtherOrigins {
    /** As browsers send it: without a path, and without the port that goes with the scheme. */
    private static final Pattern ORIGIN =
            Pattern.compile("[a-z][a-z0-9+.-]*://([a-z0-9._-]+|\\[[0-9a-f:.]+])(?!:(80|443)$)(:[0-9]{1,5})?");

    /** What this server acts upon, besides what any page may send. */
    private static final String REQUEST_FIELDS =
            "Authorization, Content-Type, Content-Encoding, Idempotency-Key, If-Match,"
                    + " If-None-Match, Prefer, X-User-ID, X-Device-ID, X-Request-Id, traceparent";

    private static final String REPLY_FIELDS =
            "ETag, Location, Link, Retry-After, X-Request-Id, Allow, Preference-Applied, Warning, WWW-Authenticate";

    private static final String MAX_AGE_SECONDS = "600";

    private final Set<String> chosen;

    private OtherOrigins(Set<String> chosen) {
        this.chosen = chosen;
    }

    /**
     * Those of a list may do what pages of this server may.
     *
     * @param list origins such as {@code https://app.example.com}, with commas or white space between them
     * @throws IllegalArgumentException if one of them is something else; the message names it
     */
    public static OtherOrigins of(String list) {
        return new OtherOrigins(Arrays.stream(list.split("[,\\s]+", 0))
                .filter(origin -> !origin.isEmpty())
                .map(OtherOrigins::origin)
                .collect(Collectors.toUnmodifiableSet()));
    }

    private static String origin(String text) {
        if (!ORIGIN.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    /**
     * Refuses a request that may change something, if it comes from a page of another origin.
     *
     * @param authority the host that the browser asked for, with its port
     * @throws WizdException {@code CROSS_SITE}
     */
    void check(RequestHead head, @Nullable String authority) {
        RequestFields fields = head.fields();
        if (head.isSafe() || fields.origin != null && chosen.contains(fields.origin)) {
            return;
        }
        boolean other = fields.secFetchSite != null
                ? !fields.secFetchSite.equals("same-origin") && !fields.secFetchSite.equals("none")
                : fields.origin != null && !isOf(fields.origin, authority);
        if (other) {
            String from = fields.origin == null ? "another site" : "the origin " + fields.origin;
            throw WizdException.of(
                    ErrorCode.CROSS_SITE,
                    "a page of " + from + " may not change anything here; if it is to, add its origin to"
                            + " wizd.access.corsOrigins (WIZD_ACCESS_CORS_ORIGINS) and restart wizd");
        }
    }

    /** The scheme is not compared: behind a proxy that ends TLS this server does not know it. */
    private static boolean isOf(String origin, @Nullable String authority) {
        int scheme = origin.indexOf("://");
        return scheme >= 0 && origin.substring(scheme + 3).equalsIgnoreCase(authority);
    }

    /** The reply, with what lets a browser show it to pages of a chosen origin. */
    public HttpReply shown(@Nullable RequestHead head, HttpReply reply) {
        if (chosen.isEmpty() || head == null) {
            return reply;
        }
        HttpReply varied = reply.varyingBy("Origin");
        String origin = head.fields().origin;
        if (origin == null || !chosen.contains(origin)) {
            return varied;
        }
        HttpReply shown =
                varied.with("Access-Control-Allow-Origin", origin).with("Access-Control-Allow-Credentials", "true");
        return isPreflight(head) ? permitted(shown) : shown.with("Access-Control-Expose-Headers", REPLY_FIELDS);
    }

    private static boolean isPreflight(RequestHead head) {
        return head.verb().equals("OPTIONS") && head.fields().requestedMethod != null;
    }

    private static HttpReply permitted(HttpReply reply) {
        return reply.with("Access-Control-Allow-Methods", reply.field("Allow"))
                .with("Access-Control-Allow-Headers", REQUEST_FIELDS)
                .with("Access-Control-Max-Age", MAX_AGE_SECONDS);
    }

    /** For people. */
    @Override
    public String toString() {
        return chosen.isEmpty()
                ? "none"
                : String.join(", ", chosen.stream().sorted().toList());
    }
}
