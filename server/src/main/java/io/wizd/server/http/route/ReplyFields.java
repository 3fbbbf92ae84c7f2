package io.wizd.server.http.route;

import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some fields of a reply, as slices of it. It only counts quotes and brackets, since a reply is valid JSON: a parser
 * would decode a value of many megabytes to find its end, and every GET of a key goes through here. Of two fields with
 * one name the first counts. Any thread.
 */
final class ReplyFields {
    private final List<String> names;
    private final @Nullable Json[] values;

    private ReplyFields(List<String> names, @Nullable Json[] values) {
        this.names = names;
        this.values = values;
    }

    /**
     * Looks for the fields of these names, which are names of record components.
     *
     * @throws IllegalStateException if the reply is not a JSON object
     */
    static ReplyFields of(Json object, List<String> names) {
        @Nullable Json[] values = new Json[names.size()];
        new Scan(object).read(names, values);
        return new ReplyFields(names, values);
    }

    /** The field, if it was looked for and is there. */
    @Nullable
    Json find(@Nullable String name) {
        int i = name == null ? -1 : names.indexOf(name);
        return i < 0 ? null : values[i];
    }

    /** The field, or {@code null} in JSON. */
    Json get(String name) {
        Json value = find(name);
        return value == null ? Json.NULL : value;
    }

    /** Whether the field is there and true. */
    boolean isTrue(@Nullable String name) {
        Json value = find(name);
        return value != null && value.length() == 4 && value.array()[value.offset()] == 't';
    }

    /** The field as text: a string without its quotes, anything else as it is. */
    String text(String name) {
        return text(get(name));
    }

    static String text(Json value) {
        return value.array()[value.offset()] == '"' ? Jsons.read(value, String.class) : value.toString();
    }

    /** One pass over the bytes of an object. */
    private static final class Scan {
        private final Json object;
        private final byte[] bytes;
        private final int end;
        private int at;

        Scan(Json object) {
            this.object = object;
            this.bytes = object.array();
            this.end = object.offset() + object.length();
            this.at = object.offset();
        }

        void read(List<String> names, @Nullable Json[] values) {
            skipWhiteSpace();
            if (at == end || bytes[at] != '{') {
                throw new IllegalStateException("a reply is not a JSON object");
            }
            at++;
            skipWhiteSpace();
            while (bytes[at] != '}') {
                int nameAt = at + 1;
                skipString();
                int found = indexOf(names, nameAt, at - 1 - nameAt);
                skipWhiteSpace();
                at++; // the colon
                skipWhiteSpace();
                int valueAt = at;
                skipValue();
                if (found >= 0 && values[found] == null) {
                    values[found] = object.slice(valueAt, at - valueAt);
                }
                skipWhiteSpace();
                if (bytes[at] == ',') {
                    at++;
                    skipWhiteSpace();
                }
            }
        }

        private int indexOf(List<String> names, int from, int length) {
            for (int i = 0; i < names.size(); i++) {
                if (names.get(i).length() == length && isAt(names.get(i), from)) {
                    return i;
                }
            }
            return -1;
        }

        private boolean isAt(String name, int from) {
            for (int i = 0; i < name.length(); i++) {
                if (bytes[from + i] != name.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        private void skipValue() {
            if (bytes[at] == '"') {
                skipString();
            } else if (bytes[at] == '{' || bytes[at] == '[') {
                skipNested();
            } else {
                while (bytes[at] != ',' && bytes[at] != '}' && bytes[at] > ' ') {
                    at++;
                }
            }
        }

        private void skipNested() {
            int depth = 0;
            do {
                byte b = bytes[at];
                if (b == '"') {
                    skipString();
                    continue;
                }
                if (b == '{' || b == '[') {
                    depth++;
                } else if (b == '}' || b == ']') {
                    depth--;
                }
                at++;
            } while (depth > 0);
        }

        private void skipString() {
            at++;
            while (bytes[at] != '"') {
                at += bytes[at] == '\\' ? 2 : 1;
            }
            at++;
        }

        private void skipWhiteSpace() {
            while (at < end && bytes[at] <= ' ' && bytes[at] > 0) {
                at++;
            }
        }
    }
}
