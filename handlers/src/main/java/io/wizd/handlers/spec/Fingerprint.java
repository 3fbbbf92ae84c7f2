package io.wizd.handlers.spec;

import io.wizd.protocol.Jsons;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * By what a request is known again: SHA-256, in hexadecimal digits, of its fields as their record has them. So white space,
 * the order of the fields, and fields that are not declared make no difference. Static, any thread.
 */
public final class Fingerprint {
    private Fingerprint() {}

    /** That of a record of fields that were checked. Nothing is copied, so a value of many megabytes costs its time alone. */
    public static String of(Record fields) {
        MessageDigest digest = sha256();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            Jsons.MAPPER.writeValue(out, fields);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** That of bytes. */
    public static String of(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
