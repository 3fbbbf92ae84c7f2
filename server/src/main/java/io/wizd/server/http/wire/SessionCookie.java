package io.wizd.server.http.wire;

import io.wizd.server.http.wire.HttpReply.Field;
import org.jspecify.annotations.Nullable;

/**
 * The cookie that holds the token of an account for pages of this server: scripts cannot read it, and pages of other sites do not
 * have it sent. It ends with the browser, or with its token. Static, any thread.
 */
public final class SessionCookie {
    /** Of the cookie. Browsers send cookies to every port of a host, so another server there may have it by this name too. */
    public static final String NAME = "wizd";

    /** Has a browser forget it. */
    public static final Field NONE = field("", "; Max-Age=0");

    private static final String BEFORE_VALUE = NAME + "=";

    private SessionCookie() {}

    /** @param secure whether a browser may send it over TLS alone */
    public static Field of(String token, boolean secure) {
        return field(token, secure ? "; Secure" : "");
    }

    private static Field field(String token, String more) {
        return new Field("Set-Cookie", BEFORE_VALUE + token + "; Path=/; HttpOnly; SameSite=Strict" + more);
    }

    /**
     * The credentials that it stands for, as they are in Authorization; null where it is not among these cookies.
     *
     * @param cookies the value of a header field Cookie
     */
    static @Nullable String credentials(String cookies) {
        for (String cookie : cookies.split(";", -1)) {
            String stripped = cookie.strip();
            if (stripped.startsWith(BEFORE_VALUE) && stripped.length() > BEFORE_VALUE.length()) {
                return "Bearer " + stripped.substring(BEFORE_VALUE.length());
            }
        }
        return null;
    }
}
