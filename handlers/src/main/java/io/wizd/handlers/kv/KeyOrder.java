package io.wizd.handlers.kv;

import java.util.Comparator;

/**
 * The order of the bytes of UTF-8, as the database has it. That of {@link String} is the order of UTF-16, which differs
 * where one key has a character beyond the BMP and the other one between U+E000 and U+FFFF.
 */
enum KeyOrder implements Comparator<String> {
    BYTES;

    private static final int SURROGATES = 0xD800;
    private static final int BEHIND_SURROGATES = 0xE000;

    @Override
    public int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char c = a.charAt(i);
            char d = b.charAt(i);
            if (c != d) {
                return rank(c) - rank(d);
            }
        }
        return a.length() - b.length();
    }

    /** Surrogates stand for characters behind all others. */
    private static int rank(char c) {
        boolean isSurrogate = c >= SURROGATES && c < BEHIND_SURROGATES;
        return isSurrogate ? c + 0x10000 : c;
    }
}
