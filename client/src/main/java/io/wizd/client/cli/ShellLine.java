package io.wizd.client.cli;

import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A line of the shell as a message: its type, and its fields, as in {@code kv-set key=a value={"x": 1}}, or all of them as
 * one object. A value is a JSON object, array or string, or a word without spaces, or what single quotes are around; the
 * last two are taken as {@link TypedValue} says. A field of the envelope begins with {@code @}. Confined to its caller.
 */
final class ShellLine {
    private static final Set<String> ENVELOPE = Set.of("userID", "deviceID", "token", "requestId");

    private final String text;
    private int at;
    private final Map<String, Json> fields = new LinkedHashMap<>();
    private final Map<String, String> envelope = new LinkedHashMap<>();

    private ShellLine(String text) {
        this.text = text;
    }

    /** @throws Failure if it is not of this form */
    static Message read(String line) {
        return new ShellLine(line.strip()).message();
    }

    private Message message() {
        String type = text.substring(at, wordEnd());
        at += type.length();
        skipSpaces();
        Json object = at < text.length() && text.charAt(at) == '{' ? json() : null;
        for (skipSpaces(); at < text.length(); skipSpaces()) {
            readField(object == null);
        }
        return new Message(
                type,
                null,
                envelope.get("userID"),
                envelope.get("deviceID"),
                envelope.get("token"),
                envelope.get("requestId"),
                object == null ? Jsons.write(fields) : object);
    }

    private void readField(boolean ofBodyToo) {
        String word = text.substring(at, wordEnd());
        int equals = word.indexOf('=');
        if (equals < 1) {
            throw wrong("a field is FIELD=VALUE, without spaces around the =, not " + word);
        }
        String name = word.substring(0, equals);
        at += equals + 1;
        if (name.startsWith("@")) {
            putIntoEnvelope(name.substring(1), value());
        } else if (!ofBodyToo) {
            throw wrong("behind an object there are only fields of the envelope, not " + name);
        } else if (fields.put(name, value()) != null) {
            throw wrong(name + " is given twice");
        }
    }

    private void putIntoEnvelope(String name, Json value) {
        if (!ENVELOPE.contains(name)) {
            throw wrong("the envelope has @userID, @deviceID, @token and @requestId, not @" + name);
        }
        boolean isString = value.toString().startsWith("\"");
        @Nullable String before = envelope.put(name, isString ? Jsons.read(value, String.class) : value.toString());
        if (before != null) {
            throw wrong("@" + name + " is given twice");
        }
    }

    private Json value() {
        return switch (at < text.length() ? text.charAt(at) : ' ') {
            case '{', '[', '"' -> json();
            case '\'' -> TypedValue.of(quoted());
            default -> TypedValue.of(upTo(wordEnd()));
        };
    }

    private Json json() {
        Json value = JsonArgument.parse(upTo(jsonEnd()));
        checkSpace();
        return value;
    }

    private String quoted() {
        int end = text.indexOf('\'', at + 1);
        if (end < 0) {
            throw wrong("a single quote is missing at the end");
        }
        at++;
        String inner = upTo(end);
        at++;
        checkSpace();
        return inner;
    }

    private String upTo(int end) {
        String part = text.substring(at, end);
        at = end;
        return part;
    }

    private int wordEnd() {
        int end = at;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Behind the bracket or quote that closes what begins here; the end of the line if none does. */
    private int jsonEnd() {
        int depth = 0;
        boolean inString = false;
        for (int i = at; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isEscaped = inString && text.charAt(i - 1) == '\\' && backslashesBefore(i) % 2 == 1;
            if (c == '"' && !isEscaped) {
                inString = !inString;
            } else if (!inString && (c == '{' || c == '[')) {
                depth++;
            } else if (!inString && (c == '}' || c == ']')) {
                depth--;
            } else {
                continue;
            }
            if (depth <= 0 && !inString) {
                return i + 1;
            }
        }
        return text.length();
    }

    private int backslashesBefore(int i) {
        int first = i;
        while (first > at && text.charAt(first - 1) == '\\') {
            first--;
        }
        return i - first;
    }

    private void skipSpaces() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private void checkSpace() {
        if (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            throw wrong("a space is expected before " + text.substring(at, wordEnd()));
        }
    }

    private static Failure wrong(String why) {
        return new Failure(Exit.USAGE, why);
    }
}
