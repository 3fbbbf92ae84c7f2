package io.wizd.server.http.form;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.wizd.handlers.spec.ReplyRules;
import org.jspecify.annotations.Nullable;

/**
 * JSON as plain text. A string is itself, without a line end. An array has one item a line, an object one {@code name:
 * value} a line, what is nested in them is JSON; a listing has one name a line. So that a line stays one, control
 * characters and backslashes in it are escaped as in JSON. Static, any thread.
 */
public final class TextForm {
    private TextForm() {}

    public static String of(JsonTree value, ReplyRules.@Nullable Listing listing) {
        StringBuilder out = new StringBuilder();
        switch (value) {
            case JsonTree.Array array -> array.items().forEach(item -> line(JsonTree.plain(item), item, out));
            case JsonTree.Fields object -> {
                if (listing != null && object.find(listing.field()) instanceof JsonTree.Array array) {
                    array.items().forEach(item -> name(item, listing.nameField(), out));
                } else {
                    object.fields().forEach(field -> {
                        escape(field.name(), out);
                        out.append(": ");
                        line(JsonTree.plain(field.value()), field.value(), out);
                    });
                }
            }
            default -> out.append(JsonTree.plain(value));
        }
        return out.toString();
    }

    /** One item of a list: its name, where the listing knows one, and a line end. */
    static String ofItem(JsonTree item, ReplyRules.@Nullable Listing listing) {
        StringBuilder out = new StringBuilder();
        name(item, listing == null ? "" : listing.nameField(), out);
        return out.toString();
    }

    private static void name(JsonTree item, String nameField, StringBuilder out) {
        JsonTree name = item instanceof JsonTree.Fields object ? object.find(nameField) : null;
        JsonTree shown = name == null ? item : name;
        line(JsonTree.plain(shown), shown, out);
    }

    /** What is nested is JSON, which has its escapes already. */
    private static void line(String text, JsonTree value, StringBuilder out) {
        if (value instanceof JsonTree.Scalar) {
            escape(text, out);
        } else {
            out.append(text);
        }
        out.append('\n');
    }

    private static void escape(String text, StringBuilder out) {
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '\\') {
                out.append(text, from, i);
                JsonStringEncoder.getInstance().quoteAsString(text.substring(i, i + 1), out);
                from = i + 1;
            }
        }
        out.append(text, from, text.length());
    }
}
