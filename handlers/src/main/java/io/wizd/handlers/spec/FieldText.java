package io.wizd.handlers.spec;

/**
 * What is wrong with a string where a number or a word is to be. It may be one that JSON has in quotes, or text of a path,
 * a query or a form, which is a string here where it could not be read as what its field is. Static, any thread.
 */
final class FieldText {
    /** Longer values are cut in messages. */
    private static final int MAX_SHOWN = 60;

    private FieldText() {}

    /**
     * The description, to stand behind the name of the field.
     *
     * @param expected what the field must be
     */
    static String fault(String value, FieldReader.Kind kind, String expected) {
        if (value.isEmpty()) {
            return "is empty; it must be " + expected;
        }
        if (isNumber(value, 0) && kind != FieldReader.Kind.BOOLEAN) {
            return "must be " + expected + ", not a string";
        }
        boolean integer = kind == FieldReader.Kind.LONG || kind == FieldReader.Kind.INT;
        String example = integer && expected.equals(kind.description) ? " such as 42" : "";
        String zeros = value.startsWith("0") && isNumber(value, zeros(value)) ? ", without leading zeros" : "";
        return "must be " + expected + example + zeros + ", not '" + shown(value) + "'";
    }

    /** Whether it is JSON as it is: a word for a boolean, or a number without an exponent. */
    static boolean isLiteral(String value) {
        if (value.equals("true") || value.equals("false")) {
            return true;
        }
        int i = value.startsWith("-") ? 1 : 0;
        int digits = digits(value, i);
        boolean leadingZero = digits > 1 && value.charAt(i) == '0';
        if (digits == 0 || leadingZero) {
            return false;
        }
        i += digits;
        if (i < value.length() && value.charAt(i) == '.') {
            int decimals = digits(value, i + 1);
            return decimals > 0 && i + 1 + decimals == value.length();
        }
        return i == value.length();
    }

    private static int digits(String value, int from) {
        int i = from;
        while (i < value.length() && value.charAt(i) >= '0' && value.charAt(i) <= '9') {
            i++;
        }
        return i - from;
    }

    /** How many zeros there are before what may be the number. */
    private static int zeros(String value) {
        int i = 0;
        while (i < value.length() - 1 && value.charAt(i) == '0') {
            i++;
        }
        return i;
    }

    /** Whether it is an integer from there on that JSON would know as one. */
    private static boolean isNumber(String value, int from) {
        int first = value.startsWith("-", from) ? from + 1 : from;
        boolean digits = first < value.length() && (value.charAt(first) != '0' || value.length() == first + 1);
        for (int i = first; i < value.length(); i++) {
            digits &= value.charAt(i) >= '0' && value.charAt(i) <= '9';
        }
        return digits;
    }

    private static String shown(String value) {
        return value.length() <= MAX_SHOWN ? value : value.substring(0, MAX_SHOWN) + "…";
    }
}
