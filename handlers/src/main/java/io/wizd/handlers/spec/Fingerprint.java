package io.wizd.handlers.spec;

import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * By what a request is known again: SHA-256, in hexadecimal digits, of its fields as their record has them. So white space,
 * the order of the fields, and fields that are not declared make no difference. Static, any thread.
 */
public final class Fingerprint {
    private Fingerprint() {}

    /** That of a record of fields that were checked. */
    public static String of(Record fields) {
        Json json = Jsons.write(fields);
        return sha256(json.array(), json.offset(), json.length());
    }

    /** That of bytes. */
    public static String of(byte[] bytes) {
        return sha256(bytes, 0, bytes.length);
    }

    private static String sha256(byte[] bytes, int offset, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, offset, length);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
