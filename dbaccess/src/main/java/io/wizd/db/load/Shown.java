package io.wizd.db.load;

import io.wizd.protocol.Printable;
import java.util.Locale;

/** How values of the input and numbers look in messages: short, on one line, and harmless to a terminal. */
final class Shown {

    private static final int MAX_CHARS = 60;

    private Shown() {}

    /** In double quotes, cut after 60 characters. */
    static String value(String text) {
        return '"' + Printable.of(shortened(text)) + '"';
    }

    /** A name, without quotes. */
    static String name(String text) {
        return Printable.of(shortened(text));
    }

    /** A message of the database, whole, but on one line. */
    static String message(String text) {
        return Printable.of(text.strip());
    }

    /** 1,234,567. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 row}, {@code 1,234 rows}. */
    static String rows(long number) {
        return count(number) + (number == 1 ? " row" : " rows");
    }

    private static String shortened(String text) {
        if (text.codePointCount(0, text.length()) <= MAX_CHARS) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, MAX_CHARS)) + "…";
    }
}
