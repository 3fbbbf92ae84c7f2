package io.wizd.server.http.wire;

import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.WizdException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for (RFC 9112, 3.2), still percent-encoded. Dot segments stay as they are. Immutable.
 *
 * @param path begins with a slash, or is {@code *}
 * @param rawQuery what follows the question mark; empty if there is none
 * @param authority host and port of a target in absolute form; null in any other
 */
public record RequestTarget(
        String path, String rawQuery, @Nullable String authority) {
    private static final boolean[] ALLOWED = charactersOf("-._~:/?@!$&'()*+,;=%");
    private static final boolean[] ALLOWED_IN_HOST = charactersOf("-._~!$&'()*+,;=%:[]");
    private static final String HTTP = "http://";

    /** One that says nothing of a host. */
    public RequestTarget(String path, String rawQuery) {
        this(path, rawQuery, null);
    }

    /**
     * Reads the target in origin, absolute or asterisk form.
     *
     * @throws WizdException {@code BAD_REQUEST} if it is none of them
     */
    static RequestTarget of(String target, String verb) {
        if (target.charAt(0) == '/') {
            check(target, ALLOWED, "the request target");
            return ofPath(target);
        }
        if (target.equals("*") && verb.equals("OPTIONS")) {
            return new RequestTarget("*", "");
        }
        if (target.regionMatches(true, 0, HTTP, 0, HTTP.length())) {
            return ofAbsolute(target, verb);
        }
        throw bad("the request target must be a path, or an URL that begins with http://");
    }

    private static RequestTarget ofPath(String target) {
        int question = target.indexOf('?');
        return question < 0
                ? new RequestTarget(target, "")
                : new RequestTarget(target.substring(0, question), target.substring(question + 1));
    }

    /** The authority in the target counts, not the one in Host. */
    private static RequestTarget ofAbsolute(String target, String verb) {
        int end = HTTP.length();
        while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        String authority = target.substring(HTTP.length(), end);
        if (authority.isEmpty()) {
            throw bad("the URL in the request line has no host");
        }
        checkHost(authority);
        if (end == target.length() && verb.equals("OPTIONS")) {
            return new RequestTarget("*", "", authority);
        }
        String rest = target.substring(end);
        check(rest, ALLOWED, "the request target");
        RequestTarget path = ofPath(rest.startsWith("/") ? rest : "/" + rest);
        return new RequestTarget(path.path, path.rawQuery, authority);
    }

    /**
     * Checks a host with its port (RFC 3986, 3.2), as Host and an absolute target hold it.
     *
     * @throws WizdException {@code BAD_REQUEST}
     */
    public static void checkHost(String authority) {
        check(authority, ALLOWED_IN_HOST, "the host");
        int hostEnd = authority.length();
        if (authority.startsWith("[")) {
            hostEnd = authority.indexOf(']') + 1;
            if (hostEnd < 3) {
                throw bad("the host is malformed: " + authority);
            }
        } else if (authority.indexOf(':') >= 0) {
            hostEnd = authority.indexOf(':');
        }
        boolean bracketsLeft = authority.indexOf('[', 1) >= 0 || authority.indexOf(']', hostEnd) >= 0;
        if (bracketsLeft || !isPort(authority, hostEnd) || hostEnd == 0 && !authority.isEmpty()) {
            throw bad("the host is malformed: " + authority);
        }
    }

    private static boolean isPort(String authority, int from) {
        if (from == authority.length()) {
            return true;
        }
        if (authority.charAt(from) != ':') {
            return false;
        }
        for (int i = from + 1; i < authority.length(); i++) {
            char c = authority.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }

    /**
     * The query's parameters, decoded: a plus sign is a space here.
     *
     * @throws WizdException {@code BAD_REQUEST} for what cannot be decoded, {@code BAD_FIELD} for a name that appears twice
     */
    public Map<String, String> query() {
        return query(name -> {
            throw new WizdException(twice(name));
        });
    }

    /**
     * The same, each with its first value.
     *
     * @param repeated gets each name that appears once more
     * @throws WizdException {@code BAD_REQUEST} for what cannot be decoded
     */
    public Map<String, String> query(Consumer<String> repeated) {
        if (rawQuery.isEmpty()) {
            return Map.of();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        int from = 0;
        while (from <= rawQuery.length()) {
            int ampersand = rawQuery.indexOf('&', from);
            int end = ampersand < 0 ? rawQuery.length() : ampersand;
            if (end > from) {
                addParameter(parameters, rawQuery.substring(from, end), repeated);
            }
            from = end + 1;
        }
        return parameters;
    }

    /** Path and query as they came. */
    public String raw() {
        return rawQuery.isEmpty() ? path : path + "?" + rawQuery;
    }

    /** The same path and query, with another value of one parameter, which comes last. */
    public String withParameter(String name, String value) {
        StringBuilder target = new StringBuilder(path).append('?');
        for (String pair : rawQuery.split("&", 0)) {
            int equals = pair.indexOf('=');
            String pairName = queryDecoded(equals < 0 ? pair : pair.substring(0, equals));
            if (!pair.isEmpty() && !pairName.equals(name)) {
                target.append(pair).append('&');
            }
        }
        return target.append(Percent.encoded(name))
                .append('=')
                .append(Percent.encoded(value))
                .toString();
    }

    /** What is wrong with a parameter that nobody could say the value of. */
    public static Fault twice(String name) {
        return Fault.ofField(name, name + " appears twice");
    }

    private static void addParameter(Map<String, String> parameters, String pair, Consumer<String> repeated) {
        int equals = pair.indexOf('=');
        String name = queryDecoded(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : queryDecoded(pair.substring(equals + 1));
        if (parameters.putIfAbsent(name, value) != null) {
            repeated.accept(name);
        }
    }

    private static String queryDecoded(String text) {
        return Percent.decoded(text.replace('+', ' '));
    }

    private static void check(String text, boolean[] allowed, String what) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= allowed.length || !allowed[c]) {
                throw bad(String.format(
                        Locale.ROOT, "%s holds the character U+%04X, which must be percent-encoded", what, (int) c));
            }
        }
    }

    private static boolean[] charactersOf(String marks) {
        boolean[] allowed = new boolean[128];
        for (char c = 0; c < allowed.length; c++) {
            allowed[c] = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || marks.indexOf(c) >= 0;
        }
        return allowed;
    }

    private static WizdException bad(String why) {
        return WizdException.of(ErrorCode.BAD_REQUEST, why);
    }
}
