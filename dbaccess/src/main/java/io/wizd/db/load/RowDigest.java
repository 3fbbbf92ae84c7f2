package io.wizd.db.load;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A fingerprint of all rows read so far: a resumed load compares it, so an input may change behind that point but not before it. */
final class RowDigest {

    private static final byte END_OF_VALUE = 0;

    private final MessageDigest sha256;

    RowDigest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    void add(InputRow row) {
        row.names().forEach(this::add);
        for (Cell cell : row.cells()) {
            // "1" and 1 differ.
            sha256.update((byte) cell.getClass().getSimpleName().charAt(0));
            add(cell.text());
        }
        sha256.update(END_OF_VALUE);
    }

    /** The fingerprint up to here; more rows may follow. */
    String hex() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) sha256.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
        }
    }

    private void add(String text) {
        sha256.update(text.getBytes(StandardCharsets.UTF_8));
        sha256.update(END_OF_VALUE);
    }
}
