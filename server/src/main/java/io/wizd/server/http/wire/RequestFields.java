package io.wizd.server.http.wire;

import io.netty.handler.codec.http.HttpHeaders;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.JsonLimits;
import io.wizd.protocol.WizdException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header fields that this server acts upon; each field of a request is looked at once, and all others are passed
 * over (Range, Upgrade, Accept-Language, Max-Forwards, Via and so on). Written by the constructor only.
 */
public final class RequestFields {
    /** More header fields are answered with 431. */
    public static final int MAX_FIELDS = 100;

    /** What goes into the log and into the reply as it came. */
    private static final Pattern REQUEST_ID = Pattern.compile("[!-~]{1,64}");

    /** Version, trace, span and flags; a trace of zeros is none (W3C Trace Context, 3.2.2). */
    private static final Pattern TRACE_PARENT =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?");

    @Nullable
    public String host;

    @Nullable
    String connection;

    @Nullable
    String expect;

    @Nullable
    String contentLength;

    @Nullable
    public String contentType;

    @Nullable
    public String contentEncoding;

    @Nullable
    public String contentRange;

    @Nullable
    String transferEncoding;

    @Nullable
    public String accept;

    @Nullable
    public String acceptEncoding;

    @Nullable
    public String ifMatch;

    @Nullable
    public String ifNoneMatch;

    /** Where there is none, what the cookie of a session stands for. */
    @Nullable
    public String authorization;

    @Nullable
    private String cookie;

    private boolean hasSession;

    @Nullable
    public String prefer;

    @Nullable
    public String userId;

    @Nullable
    public String deviceId;

    @Nullable
    public String idempotencyKey;

    @Nullable
    public String forwardedFor;

    @Nullable
    public String forwardedHost;

    @Nullable
    private String forwardedProto;

    @Nullable
    public String origin;

    @Nullable
    public String secFetchSite;

    @Nullable
    public String requestedMethod;

    @Nullable
    public String referer;

    @Nullable
    public String userAgent;

    @Nullable
    private String requestId;

    @Nullable
    private String traceParent;

    /** @throws WizdException if there are too many, one is twice that must not be, or is not UTF-8 */
    public RequestFields(HttpHeaders headers) {
        int count = 0;
        Iterator<Map.Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence();
        while (fields.hasNext()) {
            Map.Entry<CharSequence, CharSequence> field = fields.next();
            if (++count > MAX_FIELDS) {
                throw WizdException.of(ErrorCode.HEADERS_TOO_LARGE, "more than " + MAX_FIELDS + " header fields");
            }
            read(field.getKey(), field.getValue().toString());
        }
        if (authorization == null && cookie != null) {
            authorization = SessionCookie.credentials(cookie);
            hasSession = authorization != null;
        }
    }

    /** Whether its credentials are in a cookie, so that shared caches do not know that the reply is for one alone (RFC 9111, 3.5). */
    public boolean hasSession() {
        return hasSession;
    }

    /** Whether a browser has it sent by a page that it got over TLS, or a proxy in front says so; a client may pretend it. */
    public boolean isFromSecurePage() {
        return forwardedProto != null && forwardedProto.regionMatches(true, 0, "https", 0, 5)
                || origin != null && origin.startsWith("https:");
    }

    /** Whether the request has a name, be it fit for use or not, so that the reply has to say what it is called here. */
    public boolean namesRequest() {
        return requestId != null || traceParent != null;
    }

    /** What its client or a proxy calls the request: X-Request-Id, else the trace of traceparent; null if neither is fit. */
    public @Nullable String requestId() {
        if (requestId != null && REQUEST_ID.matcher(requestId).matches()) {
            return requestId;
        }
        if (traceParent == null) {
            return null;
        }
        Matcher trace = TRACE_PARENT.matcher(traceParent);
        return trace.matches() ? trace.group(1) : null;
    }

    /** The length tells most names apart, so that a field costs one comparison or none. */
    private void read(CharSequence name, String value) {
        switch (name.length()) {
            case 4 -> host = is(name, "host") ? single(host, name, value) : host;
            case 6 -> {
                cookie = is(name, "cookie") ? cookies(cookie, value) : cookie;
                accept = is(name, "accept") ? listed(accept, value) : accept;
                expect = is(name, "expect") ? listed(expect, value) : expect;
                origin = is(name, "origin") ? single(origin, name, value) : origin;
                prefer = is(name, "prefer") ? listed(prefer, value) : prefer;
            }
            case 7 -> referer = is(name, "referer") ? value : referer;
            case 8 -> ifMatch = is(name, "if-match") ? listed(ifMatch, value) : ifMatch;
            case 9 -> userId = is(name, "x-user-id") ? name(userId, name, value) : userId;
            case 10 -> {
                connection = is(name, "connection") ? listed(connection, value) : connection;
                userAgent = is(name, "user-agent") ? value : userAgent;
            }
            case 11 -> {
                deviceId = is(name, "x-device-id") ? name(deviceId, name, value) : deviceId;
                traceParent = is(name, "traceparent") ? value : traceParent;
            }
            case 12 -> {
                contentType = is(name, "content-type") ? single(contentType, name, value) : contentType;
                requestId = is(name, "x-request-id") ? value : requestId;
            }
            case 13 -> {
                authorization = is(name, "authorization") ? single(authorization, name, value) : authorization;
                ifNoneMatch = is(name, "if-none-match") ? listed(ifNoneMatch, value) : ifNoneMatch;
                contentRange = is(name, "content-range") ? single(contentRange, name, value) : contentRange;
            }
            case 14 -> {
                contentLength = is(name, "content-length") ? single(contentLength, name, value) : contentLength;
                secFetchSite = is(name, "sec-fetch-site") ? single(secFetchSite, name, value) : secFetchSite;
            }
            case 15 -> {
                acceptEncoding = is(name, "accept-encoding") ? listed(acceptEncoding, value) : acceptEncoding;
                forwardedFor = is(name, "x-forwarded-for") ? listed(forwardedFor, value) : forwardedFor;
                idempotencyKey = is(name, "idempotency-key") ? requestId(name, value) : idempotencyKey;
            }
            case 16 -> {
                contentEncoding = is(name, "content-encoding") ? listed(contentEncoding, value) : contentEncoding;
                forwardedHost = is(name, "x-forwarded-host") ? listed(forwardedHost, value) : forwardedHost;
            }
            case 17 -> {
                transferEncoding = is(name, "transfer-encoding") ? listed(transferEncoding, value) : transferEncoding;
                forwardedProto = is(name, "x-forwarded-proto") ? value : forwardedProto;
            }
            case 29 -> requestedMethod = is(name, "access-control-request-method") ? value : requestedMethod;
            default -> {
                // Nothing that this server acts upon.
            }
        }
    }

    private static boolean is(CharSequence name, String lowerCase) {
        for (int i = 0; i < lowerCase.length(); i++) {
            char c = name.charAt(i);
            if (c != lowerCase.charAt(i) && Character.toLowerCase(c) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** A list may be spread over several fields (RFC 9110, 5.3). */
    private static String listed(@Nullable String before, String value) {
        return before == null ? value : before + "," + value;
    }

    /** Over HTTP/2 a proxy may get them one by one (RFC 9113, 8.2.3). */
    private static String cookies(@Nullable String before, String value) {
        return before == null ? value : before + ";" + value;
    }

    /** A field that is not a list: nobody could say which of two counts. */
    private static String single(@Nullable String before, CharSequence name, String value) {
        if (before != null) {
            throw bad(name + " appears twice");
        }
        return value;
    }

    private static String name(@Nullable String before, CharSequence name, String value) {
        return utf8(single(before, name, value), name, JsonLimits.MAX_NAME_CHARS);
    }

    private String requestId(CharSequence name, String value) {
        return utf8(single(idempotencyKey, name, value), name, JsonLimits.MAX_REQUEST_ID_CHARS);
    }

    /** What goes into a message is UTF-8, like everything in it; the decoder has read the bytes as ISO 8859-1. */
    private static String utf8(String value, CharSequence name, int maxChars) {
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.isEmpty() || text.length() > maxChars) {
                throw bad(name + " must have 1 to " + maxChars + " characters");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw bad(name + " is not UTF-8");
        }
    }

    private static WizdException bad(String why) {
        return WizdException.of(ErrorCode.BAD_REQUEST, why);
    }
}
