package io.wizd.handlers.cards;

import io.wizd.handlers.spec.Fingerprint;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of card users: 256 bits, of which the database keeps only the SHA-256. A token is made of a random salt and of
 * the request that asked for it, so that the same request and salt give the same token again, and neither alone does
 * (docs/decisions/0012-register-sent-twice.md). Any thread.
 */
final class CardToken {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String MAC = "HmacSHA256";

    private CardToken() {}

    /** The request that asks for a token. */
    record Ask(CardSender sender, @Nullable String requestId) {}

    /** A new salt: 256 random bits. */
    static String salt() {
        byte[] bits = new byte[32];
        RANDOM.nextBytes(bits);
        return text(bits);
    }

    /** The token that this request gets with this salt. */
    static String of(Ask ask, String salt) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(salt.getBytes(StandardCharsets.US_ASCII), MAC));
            Json asked = Jsons.write(ask);
            mac.update(asked.array(), asked.offset(), asked.length());
            return text(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + MAC, e);
        }
    }

    /** What is stored of a token. A plain hash will do: a random token cannot be guessed as a password can. */
    static String hash(String token) {
        return Fingerprint.of(token.getBytes(StandardCharsets.UTF_8));
    }

    /** By what a request is known when it is sent again; null if it has no requestId and is a new one each time. */
    static @Nullable String hash(Ask ask) {
        return ask.requestId() == null ? null : Fingerprint.of(ask);
    }

    private static String text(byte[] bits) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }
}
