package io.wizd.server.http.wire;

import java.util.ArrayList;
import java.util.List;

/** Header values made of elements: a list with commas, or a value and its parameters with semicolons. Static. */
public final class HeaderList {
    private HeaderList() {}

    /** The elements of a list (RFC 9110, 5.6.1): what is between the commas, empty elements left out. */
    public static List<String> elements(String list) {
        return split(list, ',');
    }

    /** A value, which may be empty, then its parameters. */
    public static List<String> parts(String value) {
        List<String> parts = split(value, ';');
        if (parts.isEmpty() || value.stripLeading().startsWith(";")) {
            parts.addFirst("");
        }
        return parts;
    }

    /** Whether one element of the list is this token, in any case. */
    static boolean has(String list, String token) {
        if (list.equalsIgnoreCase(token)) {
            return true;
        }
        if (list.indexOf(',') >= 0) {
            for (String element : elements(list)) {
                if (element.equalsIgnoreCase(token)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What is between the separators that are outside quotes, without the white space around. */
    private static List<String> split(String text, char separator) {
        List<String> found = new ArrayList<>(4);
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == separator) {
                addUnlessEmpty(found, text.substring(from, i));
                from = i + 1;
            }
        }
        addUnlessEmpty(found, text.substring(from));
        return found;
    }

    private static void addUnlessEmpty(List<String> found, String element) {
        String stripped = element.strip();
        if (!stripped.isEmpty()) {
            found.add(stripped);
        }
    }
}
