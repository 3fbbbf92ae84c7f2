package io.wizd.handlers.accounts;

import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.WizdException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What an Authorization header, or the token of an envelope, says of who sends a message. */
sealed interface Credentials {
    /** The name and the password of an account. */
    record Basic(String name, String password) implements Credentials {
        @Override
        public String toString() {
            return "Basic[" + name + "]";
        }
    }

    /** The token that a login gave. */
    record Bearer(OpaqueToken token) implements Credentials {}

    /** Whether they are a token: no password, so nothing to be hashed. */
    static boolean isBearer(String authorization) {
        return scheme(authorization).equalsIgnoreCase("Bearer");
    }

    /** @throws WizdException {@code UNAUTHORIZED} where they are of another kind */
    static Credentials of(String authorization) {
        String scheme = scheme(authorization);
        String rest = authorization.substring(scheme.length()).strip();
        if (scheme.equalsIgnoreCase("Bearer")) {
            return new Bearer(new OpaqueToken(rest));
        }
        if (scheme.equalsIgnoreCase("Basic")) {
            return basic(rest);
        }
        if (scheme.regionMatches(true, 0, "Basic\t", 0, 6)) {
            // RFC 9110, 11.4: spaces alone, and a proxy before us may have read it otherwise.
            throw WizdException.of(ErrorCode.UNAUTHORIZED, "a space follows the word Basic, not a tab");
        }
        throw WizdException.of(
                ErrorCode.UNAUTHORIZED,
                "the name and the password of an account are needed, as Basic credentials, or the token of a login,"
                        + " as Bearer credentials; these are of another kind");
    }

    private static String scheme(String authorization) {
        int space = authorization.indexOf(' ');
        return space < 0 ? authorization : authorization.substring(0, space);
    }

    private static Basic basic(String base64) {
        try {
            String decoded = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            int colon = decoded.indexOf(':');
            if (colon >= 0) {
                return new Basic(decoded.substring(0, colon), decoded.substring(colon + 1));
            }
            throw WizdException.of(ErrorCode.UNAUTHORIZED, "Basic credentials are base64 of name:password");
        } catch (IllegalArgumentException e) {
            throw new WizdException(
                    Fault.of(ErrorCode.UNAUTHORIZED, "Basic credentials are base64 of name:password"), e);
        }
    }
}
